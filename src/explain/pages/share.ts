import { cell, say, type Block } from '../block.js';
import type { ShareStep } from '../lesson.js';
import { addsUp, marked, number, percent, shown, type Tiny } from '../shown.js';
import { keyName, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { grid, type GridRow } from './grid.js';

/** Columns of a bar that stands for all attention. */
export const BAR = 20;

/** Screen 4: softmax (or what stands in its place), opened up. */
export function sharePage(step: ShareStep, telling: Telling): Draft {
  const { say: t } = telling;
  const heard = step.heard.includes(true);
  return {
    title: t.shareTitle,
    formula: step.normalizer,
    blocks: [
      ...(step.temperature === 1
        ? []
        : [say(t.temperature({ temperature: number(step.temperature, telling.digits) }))]),
      ...(heard
        ? opensUp(step)
          ? [softmaxRows(step, telling)]
          : [
              ...[t.normalizer({ normalizer: step.normalizer }), t.normalizeOver({ over: step.over })]
                .filter((text) => text !== '')
                .map((text) => say(text)),
              weightRows(step, telling),
            ]
        : [say(t.hearsNobody)]),
      ...(step.sink === undefined
        ? []
        : [
            say(
              t.sink({
                sink: number(step.sink, telling.digits),
                exp: marked(step.sinkExp!, telling.digits),
                share: percent(step.sinkExp! / step.sum, 1),
              }),
            ),
          ]),
      bars(step, telling),
      ...(heard && step.sumsToOne && step.sink === undefined ? [check(step, telling)] : []),
    ],
  };
}

/** Is it a softmax along the row, which is shown step by step? */
export function opensUp({ normalizer, over }: Pick<ShareStep, 'normalizer' | 'over'>): boolean {
  return normalizer === 'softmax' && over === 'keys';
}

/** What the scores are called by now: the last thing that happened to them. */
function logitsName({ lesson, say: t }: Telling): string {
  const done = new Set(lesson.steps.map((step) => step.kind));
  return done.has('mask')
    ? t.masked
    : done.has('adjust')
      ? t.after
      : done.has('softcap')
        ? t.softcapped
        : done.has('scale')
          ? t.scaled
          : t.score;
}

function softmaxRows(step: ShareStep, telling: Telling): Block {
  const { say: t, digits, told } = telling;
  const texts = (values: readonly number[], tiny: Tiny = 'zero'): string[] =>
    told.map((j) => marked(values[j]!, digits, tiny));
  const logits = told.map((j) => (step.heard[j] ? marked(step.logits[j]!, digits) : '−∞'));
  const total = step.weights.reduce((sum, x) => sum + x, 0);
  const rows: GridRow[] = [
    { label: logitsName(telling), texts: logits },
    {
      label: t.minusLargest({ largest: marked(step.largest, digits) }),
      texts: texts(step.shifted, 'exponent'),
      remark: t.sameAnswer,
    },
    {
      label: 'e^x',
      texts: texts(step.exps),
      others: marked(shareOfOthers(step.exps, told), digits, 'zero'),
      tail: { name: t.sum, value: marked(step.sum, digits) },
    },
    // The weights of a softmax add up to 1, whatever the last bit of the sum says.
    {
      label: t.divideBySum,
      texts: texts(step.weights),
      others: marked(shareOfOthers(step.weights, told), digits, 'zero'),
      tail: { name: t.sum, value: step.sink === undefined && Number.isFinite(total) ? '1' : marked(total, digits) },
    },
  ];
  return grid(telling, rows);
}

function weightRows(step: ShareStep, telling: Telling): Block {
  const { say: t, digits, told } = telling;
  return grid(telling, [
    { label: logitsName(telling), texts: told.map((j) => (step.heard[j] ? marked(step.logits[j]!, digits) : '−∞')) },
    {
      label: t.weight,
      texts: told.map((j) => marked(step.weights[j]!, digits, 'zero')),
      others: marked(shareOfOthers(step.weights, told), digits, 'zero'),
    },
  ]);
}

/** Everybody's share as a bar; those not told of one by one share a line. */
function bars(step: ShareStep, telling: Telling): Block {
  const { told, others, say: t } = telling;
  const line = (name: ReturnType<typeof cell>, share: number) => [
    name,
    { text: percent(share, 1), role: 'weight' as const, heat: share },
    { text: '', bar: { share, width: BAR } },
  ];
  return {
    kind: 'table',
    columns: [{}, { align: 'right' }, {}],
    rows: [
      ...told.map((j) => line(keyName(telling, j), step.weights[j]!)),
      ...(others > 0 ? [line(cell(t.othersShare({ count: others })), shareOfOthers(step.weights, told))] : []),
    ],
  };
}

/** What those not told of have together. */
export function shareOfOthers(weights: readonly number[], told: readonly number[]): number {
  return weights.reduce((sum, weight, j) => (told.includes(j) ? sum : sum + weight), 0);
}

function check(step: ShareStep, { told, others, digits, say: t }: Telling): Block {
  const terms = [...told.map((j) => step.weights[j]!), ...(others > 0 ? [shareOfOthers(step.weights, told)] : [])];
  const total = terms.reduce((sum, x) => sum + x, 0);
  const printed = terms.reduce((sum, x) => sum + Number(x.toFixed(digits)), 0);
  const written = terms.map((x) => number(x, digits, 'zero')).join(' + ');
  const whole = terms.every((x) => shown(x, digits).exact) ? '1' : printed.toFixed(digits);
  return say(
    addsUp(terms, total, digits)
      ? t.checkSum({ terms: written, sum: whole })
      : t.checkSumRounded({ terms: written, sum: whole }),
    'check',
  );
}
