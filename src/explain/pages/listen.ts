import { cell, say, type Block, type Cell } from '../block.js';
import type { ListenStep, Vector } from '../lesson.js';
import { addsUp, cut, number, relation, shown } from '../shown.js';
import { keyName, vectorLines, vectorTexts, WIDTHS, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { shareOfOthers } from './share.js';

/** Most terms written out in the note on rounding. */
const WRITTEN = 4;

/** Screen 5: weights × V, and the sum. */
export function listenPage(step: ListenStep, telling: Telling): Draft {
  const { say: t } = telling;
  return {
    title: t.listenTitle,
    formula: t.listenFormula,
    blocks: [
      ...(step.relative ? [say(t.relativeValue)] : []),
      {
        kind: 'fit',
        choices: [true, false].flatMap((spelled) =>
          (spelled ? [8, 3] : WIDTHS).map((keep) => [mix(step, telling, keep, spelled)]),
        ),
      },
      ...(step.carried
        ? [say(t.carried), vectorLines(telling, [{ name: cell('S₀', 'key'), vector: step.carried, role: 'value' }])]
        : note(step, telling)),
    ],
  };
}

/** @param spelled with every value in its numbers; else just `V`: they stand on the first screen */
function mix(step: ListenStep, telling: Telling, keep: number, spelled = true): Block {
  const { say: t, told, others, digits } = telling;
  const rest = step.terms.filter((_, j) => !told.includes(j));
  const together = step.output.map((_, at) => rest.reduce((sum, term) => sum + term[at]!, 0));
  const results = [...told.map((j) => step.terms[j]!), ...(others > 0 ? [together] : []), step.output];
  const texts = vectorTexts(telling, results, keep);
  const values = spelled
    ? vectorTexts(
        telling,
        told.map((j) => step.values[j]!),
        keep,
      )
    : told.map(() => 'V');
  const row = (name: Cell, weight: number, value: string, exact: '=' | '≈', result: string): Cell[] => [
    name,
    { text: number(weight, digits, 'zero'), role: 'weight', heat: weight },
    cell('×'),
    cell(value, 'value'),
    cell(exact),
    cell(result, 'value'),
    cell(''),
  ];
  return {
    kind: 'table',
    columns: [{}, { gap: 3, align: 'point' }, { gap: 1 }, { gap: 1, align: 'right' }, {}, {}, {}],
    rows: [
      ...told.map((j, at) =>
        row(
          keyName(telling, j),
          step.weights[j]!,
          values[at]!,
          relation([step.weights[j]!, ...step.values[j]!, ...step.terms[j]!], digits),
          texts[at]!,
        ),
      ),
      ...(others > 0
        ? [
            [
              cell(t.othersShare({ count: others })),
              cell(number(shareOfOthers(step.weights, told), digits, 'zero'), 'weight'),
              cell(''),
              cell(t.together),
              cell(relation(together, digits)),
              cell(texts[told.length]!, 'value'),
              cell(''),
            ],
          ]
        : []),
      [
        cell(spelled ? '' : t.newMe, 'mark'),
        cell(''),
        cell(''),
        cell(t.sum),
        cell(relation([...step.terms.flat(), ...step.output], digits)),
        cell(texts.at(-1)!, 'value'),
        cell(spelled ? `◄ ${t.newMe}` : '', 'mark'),
      ],
    ],
  };
}

/** Why the last digit may be off, with the first place where it is; just what ≈ means where all adds up. */
function note(step: ListenStep, { say: t, digits, told, others }: Telling): Block[] {
  const rounded = step.terms.some((term) => term.some((x) => !shown(x, digits).exact));
  if (!rounded) return [];
  const at = others > 0 ? -1 : step.output.findIndex((sum, place) => !addsUp(column(step.terms, place), sum, digits));
  if (at < 0) return [say(t.roundedMeans, 'note')];
  const terms = column(
    told.map((j) => step.terms[j]!),
    at,
  ).filter((x) => x !== 0);
  if (terms.length > WRITTEN) return [say(t.roundedOffSomewhere, 'note')];
  const written = terms
    .map((x) => cut(x, digits + 1))
    .join(' + ')
    .replaceAll('+ −', '− ');
  return [say(t.roundedOff({ sum: `${written} = ${cut(step.output[at]!, digits + 1)}` }), 'note')];
}

const column = (vectors: readonly Vector[], at: number): number[] => vectors.map((vector) => vector[at]!);
