import { cell, say, type Block, type Cell } from '../block.js';
import type { NowStep } from '../lesson.js';
import { number, shown } from '../shown.js';
import { arrow, keyName, type Telling } from '../telling.js';

/** Longest side of a matrix that is written whole; and how many rows and voices are written of a larger one. */
const WHOLE = 12;
const VOICES = [3, 2, 1];

/** All weights: as a matrix where it is small, else the strongest voices of each row, always with what is left out. */
export function everybody(step: NowStep, telling: Telling): Block {
  const lists = VOICES.map((count) => strongest(step, telling, count));
  if (telling.keys.length > WHOLE || telling.queries.length > WHOLE) return { kind: 'fit', choices: lists };
  return { kind: 'fit', choices: [[whole(step, telling, true)], [whole(step, telling, false)], ...lists] };
}

function ends({ sum, bits }: NowStep['everybody'][number], step: NowStep, { digits, say: t }: Telling): Cell[] {
  const written = shown(Number(sum.toFixed(digits)), digits).text;
  return step.shares ? [cell(written), cell(t.bits({ bits: bits.toFixed(2) }))] : [cell(written)];
}

function whole(step: NowStep, telling: Telling, bars: boolean): Block {
  const { lesson, queries, keys, digits, say: t } = telling;
  const bar = { gap: 1 };
  return {
    kind: 'table',
    columns: [
      { gap: 0 },
      { gap: 1 },
      ...keys.flatMap((_, j) => [{ gap: j === 0 ? 3 : bars ? 1 : 2, align: 'point' as const }, ...(bars ? [bar] : [])]),
      {},
      ...(step.shares ? [{ gap: 3 }] : []),
    ],
    head: [
      cell(''),
      cell(''),
      ...keys.flatMap((_, j) => [keyName(telling, j), ...(bars ? [cell('')] : [])]),
      cell('Σ'),
      ...(step.shares ? [cell(t.spread)] : []),
    ],
    rows: step.everybody.map((row, i) => [
      arrow(i === lesson.speaker.index),
      cell(queries[i]!, i === lesson.speaker.index ? 'self' : 'label'),
      ...row.weights.flatMap((weight, j): Cell[] => [
        row.heard[j] ? { text: number(weight, digits, 'zero'), role: 'weight', heat: weight } : cell(t.unheard),
        ...(bars ? [row.heard[j] ? { text: '', bar: { share: weight, width: 1 } } : cell('')] : []),
      ]),
      ...ends(row, step, telling),
    ]),
  };
}

/** `it   animal 0.4102 · street 0.1290 · tired 0.0983 · 8 others 0.3625` */
function strongest(step: NowStep, telling: Telling, count: number): readonly Block[] {
  const { lesson, queries, keys, digits, say: t } = telling;
  const me = lesson.speaker.index;
  // A window of rows around the speaker.
  const first = Math.max(0, Math.min(me - WHOLE / 2, queries.length - WHOLE));
  const rows = step.everybody.slice(first, first + WHOLE);
  const left = queries.length - rows.length;
  return [
    {
      kind: 'table',
      columns: [
        { gap: 0 },
        { gap: 1 },
        { gap: 3 },
        { align: 'right' },
        ...(step.shares ? [{ gap: 3, align: 'right' as const }] : []),
      ],
      head: [cell(''), cell(''), cell(t.strongest), cell('Σ'), ...(step.shares ? [cell(t.spread)] : [])],
      rows: rows.map((row, at) => {
        const order = row.weights
          .flatMap((_, j) => (row.heard[j] ? [j] : []))
          .sort((a, b) => row.weights[b]! - row.weights[a]!);
        const voices = order.slice(0, count).map((j) => `${keys[j]!} ${number(row.weights[j]!, digits, 'zero')}`);
        const rest = order.slice(count);
        const together = rest.reduce((sum, j) => sum + row.weights[j]!, 0);
        const others =
          rest.length > 0 ? [`${t.othersShare({ count: rest.length })} ${number(together, digits, 'zero')}`] : [];
        return [
          arrow(first + at === me),
          cell(queries[first + at]!, first + at === me ? 'self' : 'label'),
          cell([...voices, ...others].join(' · '), 'weight'),
          ...ends(row, step, telling),
        ];
      }),
    },
    ...(left > 0
      ? [say(t.rowsLeftOut({ count: left, from: first + 1, to: first + rows.length, of: queries.length }), 'note')]
      : []),
  ];
}
