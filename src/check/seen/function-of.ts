import { ENOUGH, same, type Scene, type Sight } from './seen.js';

type OfCell = readonly [title: string, formula: string, of: (x: number) => number];

/** What may be done to each number of the right output. */
function functions({ actual }: Scene): OfCell[] {
  const largest = actual.data.reduce((most, x) => Math.max(most, x), -Infinity);
  const smallest = actual.data.reduce((least, x) => Math.min(least, x), Infinity);
  const c = Number(largest.toPrecision(7));
  const d = Number(smallest.toPrecision(7));
  return [
    ['OUT is the right output with the other sign', '−O', (x) => -x],
    ['OUT is the right output without its sign', '|O|', Math.abs],
    ['negative numbers of OUT are 0: a ReLU', 'max(O, 0)', (x) => Math.max(x, 0)],
    [`OUT is clipped at ${c}`, `min(O, ${c})`, (x) => Math.min(x, largest)],
    [`OUT is clipped at ${d}`, `max(O, ${d})`, (x) => Math.max(x, smallest)],
    [`OUT is clipped to ${d} … ${c}`, `min(max(O, ${d}), ${c})`, (x) => Math.min(Math.max(x, smallest), largest)],
    ['OUT is rounded to whole numbers', 'round(O)', Math.round],
    ['OUT is rounded down to whole numbers', '⌊O⌋', Math.floor],
    ['OUT is cut to whole numbers: an integer type', 'trunc(O)', Math.trunc],
    ['OUT is squared', 'O²', (x) => x * x],
    ['a tanh is in the output', 'tanh(O)', Math.tanh],
    ['a sigmoid is in the output', 'σ(O)', (x) => 1 / (1 + Math.exp(-x))],
    ['an exponential is in the output', 'e^O', Math.exp],
  ];
}

/** OUT is a function of the right output, number by number. */
export const functionOf: Sight = (scene) => {
  const { actual, right, near } = scene;
  if (actual.data.length < ENOUGH || actual.data.some((x) => !Number.isFinite(x))) return undefined;
  const found = functions(scene).find(([, , of]) =>
    right.data.every((x, at) => same(of(x), actual.data[at]!, near * Math.max(1, Math.abs(of(x))))),
  );
  return (
    found && {
      ids: ['V7'],
      title: found[0],
      formula: `OUT = ${found[1]}`,
      lookFor: 'what is done to the output after weights @ v: an activation, clamp, a cast',
      instead: 'return weights @ v as it is',
      sure: true,
    }
  );
};
