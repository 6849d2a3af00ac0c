import { cell, say, type Block, type Cell, type Role } from '../block.js';
import type { Vector, WhoStep } from '../lesson.js';
import { arrow, keyName, quote, vectorTexts, WIDTHS, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

/** Screen 1: the speaker, and the three lists. */
export function whoPage(step: WhoStep, telling: Telling): Draft {
  const { lesson, say: t, queries } = telling;
  const { speaker, sizes } = lesson;
  const me = { name: quote(queries[speaker.index]!), number: speaker.index + 1, of: queries.length };
  const inList =
    speaker.self === undefined
      ? t.notInList({ count: lesson.keys.length })
      : mayHearMyself(telling)
        ? t.inList
        : t.inListUnheard;
  return {
    title: t.whoTitle,
    blocks: [
      say(lesson.tokensGiven ? t.iAmWord(me) : t.iAmQuery(me)),
      ...(speaker.chosen === 'concentrated' ? [say(t.chosen, 'note')] : []),
      ...(step.random ? [say(t.random(step.random))] : []),
      ...(sizes.heads > 1 ? [say(t.oneHead({ head: lesson.head + 1, of: sizes.heads }))] : []),
      ...(sizes.batch > 1 ? [say(t.oneItem({ item: lesson.batch + 1, of: sizes.batch }))] : []),
      ...(lesson.dtype === 'float64' ? [] : [say(t.rounded({ dtype: lesson.dtype }))]),
      say(t.lists({ small: Math.max(sizes.dK, sizes.dV) <= 8 })),
      { kind: 'fit', choices: [lists(step, telling), ...WIDTHS.map((keep) => stacked(step, telling, keep))], page: 1 },
      ...(telling.others > 0 ? [say(t.othersLeftOut({ count: telling.others }), 'note')] : []),
      ...(step.sharing > 1 ? [say(t.sharing({ heads: step.sharing }))] : []),
      ...(step.cached > 0 ? [say(t.cached({ count: step.cached }))] : []),
      say(inList),
    ],
  };
}

function mayHearMyself({ lesson }: Telling): boolean {
  const mask = lesson.steps.find((step) => step.kind === 'mask');
  return mask === undefined || mask.heard[lesson.speaker.self!] === true;
}

/** q, K and V side by side; q stands in the row of the speaker. */
function lists(step: WhoStep, telling: Telling): readonly Block[] {
  const { lesson, say: t, told, queries } = telling;
  const [q] = vectorTexts(telling, [step.q]);
  const k = vectorTexts(
    telling,
    told.map((j) => step.k[j]!),
  );
  const v = vectorTexts(
    telling,
    told.map((j) => step.v[j]!),
  );
  const empty = cell('');
  return [
    {
      kind: 'table',
      columns: [{ gap: 0 }, { gap: 1 }, {}, { gap: 6 }, { gap: 1 }, {}, { gap: 4 }],
      head: [
        { ...cell(t.listQ, 'query'), span: 3 },
        empty,
        empty,
        { ...cell(t.listK, 'key'), span: 3 },
        empty,
        empty,
        cell(t.listV, 'value'),
      ],
      rows: told.map((j, at): Cell[] => [
        ...(at === 0
          ? [arrow(true), { text: queries[lesson.speaker.index]!, role: 'self' as const }, cell(q!, 'query')]
          : [empty, empty, empty]),
        arrow(j === lesson.speaker.self),
        keyName(telling, j),
        cell(k[at]!, 'key'),
        cell(v[at]!, 'value'),
      ]),
    },
  ];
}

/** q, K and V under each other, for narrow terminals and long vectors. */
function stacked(step: WhoStep, telling: Telling, keep: number): readonly Block[] {
  const { lesson, say: t, told, queries } = telling;
  const list = (
    title: string,
    role: Role,
    rows: readonly (readonly [Cell, Cell])[],
    vectors: readonly Vector[],
  ): Block[] => {
    const texts = vectorTexts(telling, vectors, keep);
    return [
      say(title),
      {
        kind: 'table',
        columns: [{ gap: 0 }, { gap: 1 }, {}],
        rows: rows.map(([mark, name], at) => [mark, name, cell(texts[at]!, role)]),
      },
    ];
  };
  const everybody = told.map((j) => [arrow(j === lesson.speaker.self), keyName(telling, j)] as const);
  return [
    ...list(t.listQ, 'query', [[arrow(true), { text: queries[lesson.speaker.index]!, role: 'self' }]], [step.q]),
    ...list(
      t.listK,
      'key',
      everybody,
      told.map((j) => step.k[j]!),
    ),
    ...list(
      t.listV,
      'value',
      everybody,
      told.map((j) => step.v[j]!),
    ),
  ];
}
