import { cell, say, type Block } from '../block.js';
import { largest, smallest } from '../extremes.js';
import type { AskStep } from '../lesson.js';
import { number, shown } from '../shown.js';
import { keyName, quote, sumOf, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { sums } from './sums.js';

/** Screen 2: q·k with everybody. */
export function askPage(step: AskStep, telling: Telling): Draft {
  const { lesson, say: t, told } = telling;
  const best = bestOf(step);
  const scaled = lesson.steps.some((other) => other.kind === 'scale');
  const remark = (j: number): string | undefined => {
    const { value } = step.voices[j]!;
    if (j === best) return t.fitsBest;
    return value === 0 ? t.fitsNothing : value < 0 ? t.fitsAgainst : undefined;
  };
  return {
    title: t.askTitle,
    formula: t.askFormula({ similarity: step.similarity }),
    blocks: [
      say(step.similarity === 'dot' ? t.ask : t.askOtherwise({ similarity: step.similarity })),
      step.similarity === 'dot'
        ? sums(
            told.map((j) => {
              const text = remark(j);
              return {
                name: keyName(telling, j),
                sum: sumOf(telling, step.voices[j]!.products, step.voices[j]!.value),
                ...(j === best && { mark: '◄' }),
                ...(text && { remark: text }),
              };
            }),
          )
        : values(step, telling, best),
      ...(telling.others > 0 ? [say(othersLine(step, telling), 'note')] : []),
      ...check(step, telling, best),
      ...(scaled ? [] : [say(t.scaleIsOne)]),
    ],
  };
}

/** The key with the largest score among those that may be heard; none when all are alike. */
function bestOf({ voices }: AskStep): number | undefined {
  const heard = voices.map(({ value, heard }) => (heard ? value : -Infinity));
  const most = largest(heard);
  const winners = heard.flatMap((value, j) => (value === most ? [j] : []));
  return Number.isFinite(most) && winners.length === 1 ? winners[0] : undefined;
}

function values(step: AskStep, telling: Telling, best: number | undefined): Block {
  return {
    kind: 'table',
    columns: [{}, {}, { align: 'point' }, {}, {}],
    rows: telling.told.map((j) => {
      const value = shown(step.voices[j]!.value, telling.digits);
      return [
        keyName(telling, j),
        cell(value.exact ? '=' : '≈'),
        cell(value.text),
        cell(j === best ? '◄' : '', 'mark'),
        cell(j === best ? telling.say.fitsBest : ''),
      ];
    }),
  };
}

function othersLine(step: AskStep, { told, others, digits, say: t }: Telling): string {
  const rest = step.voices.flatMap(({ value }, j) => (told.includes(j) ? [] : [value]));
  return t.othersScores({ count: others, least: number(smallest(rest), digits), most: number(largest(rest), digits) });
}

/** Which number of the speaker's and which of the winner's decided it: something to look up and agree with. */
function check(step: AskStep, telling: Telling, best: number | undefined): Block[] {
  const { say: t, digits, keys } = telling;
  if (step.similarity !== 'dot') return [];
  if (best === undefined)
    return step.voices.every(({ value }) => value === step.voices[0]!.value) && step.voices.length > 1
      ? [say(t.checkAlike, 'check')]
      : [];
  const { products } = step.voices[best]!;
  const sizes = products.map(([a, b]) => a * b);
  const at = sizes.indexOf(largest(sizes));
  if (!(sizes[at]! > 0)) return [];
  const [mine, its] = products[at]!;
  return [
    say(
      t.checkWinner({ name: quote(keys[best]!), place: at + 1, mine: number(mine, digits), its: number(its, digits) }),
      'check',
    ),
  ];
}
