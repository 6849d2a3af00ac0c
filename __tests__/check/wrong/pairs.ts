import { asTensor, attend, layer, problemOf, softmax, type Dice, type Way } from './layer.js';
import type { Made } from './kinds.js';
import type { T4 } from '../plain.js';

/** One thing done wrong at one step; two of different steps make a pair. */
interface Part {
  readonly ids: readonly string[];
  readonly way?: (sizes: { D: number; H: number; G: number; L: number }) => Way;
  readonly out?: (out: T4) => T4;
}

const causalBy =
  (by: number): NonNullable<Way['keep']> =>
  (i, j) =>
    j <= i + by;

const STEPS: readonly (readonly Part[])[] = [
  [
    { ids: ['S1', 'S10', 'scale'], way: () => ({ scale: 1 }) },
    { ids: ['S2', 'S8', 'scale'], way: ({ D }) => ({ scale: 1 / D }) },
    { ids: ['S3', 'scale'], way: ({ D }) => ({ scale: Math.sqrt(D) }) },
    { ids: ['S4', 'scale'], way: ({ D, H }) => ({ scale: 1 / Math.sqrt(D * H) }) },
    { ids: ['scale', 'S1'], way: () => ({ scale: 0.37 }) },
  ],
  [
    { ids: ['G1'], way: () => ({ keep: () => true }) },
    { ids: ['G4', 'causal-offset'], way: () => ({ keep: causalBy(1) }) },
    { ids: ['G5'], way: () => ({ keep: (i, j) => j >= i }) },
  ],
  [
    { ids: ['H9', 'H10'], way: ({ G }) => ({ kHead: (h) => h % G, vHead: (h) => h % G }) },
    { ids: ['H10'], way: () => ({ kHead: () => 0, vHead: () => 0 }) },
  ],
  [
    { ids: ['X13', 'sink', 'B3'], way: () => ({ weights: (s) => softmax([...s, 0]).slice(0, -1) }) },
    {
      ids: ['X9'],
      way: () => ({
        weights: (s) => {
          const once = softmax(s);
          return softmax(once.map((w, j) => (s[j] === -Infinity ? -Infinity : w)));
        },
      }),
    },
    { ids: ['C6', 'softcap'], way: () => ({ score: (s) => 2 * Math.tanh(s / 2) }) },
  ],
  [
    { ids: ['P3'], out: (out) => out.map((b) => b.map((h) => h.map((_, i) => h[Math.min(i + 1, h.length - 1)]!))) },
    { ids: ['H7'], out: (out) => out.map((b) => [...b].reverse()) },
    { ids: ['output-scale'], out: (out) => out.map((b) => b.map((h) => h.map((row) => row.map((x) => 1.25 * x)))) },
  ],
];

/** Two mistakes of different steps: what was made, and the ids of both. */
export function pair(random: Dice): Made & { ids: readonly [readonly string[], readonly string[]] } {
  const first = random.whole(0, STEPS.length - 1);
  let second = random.whole(0, STEPS.length - 2);
  if (second >= first) second++;
  const [a, b] = [random.of(...STEPS[first]!), random.of(...STEPS[second]!)];
  const made = layer(random, { G: 2, H: 4 });
  const sizes = { D: made.D, H: made.H, G: made.G, L: made.L };
  const way = { keep: causalBy(0), ...a.way?.(sizes), ...b.way?.(sizes) } as Way;
  const plain = attend(made.q, made.k, made.v, way);
  const out = [a, b].reduce((now, part) => part.out?.(now) ?? now, plain);
  return { problem: problemOf(made, { causal: 'top-left' }), actual: asTensor(out), ids: [a.ids, b.ids] };
}
