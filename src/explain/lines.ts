import { opensUp } from './pages/share.js';
import type { AskStep, Lesson, Step } from './lesson.js';

/**
 * The lesson for scripts: JSON lines, one fact a line, all digits, nothing left out. −∞, ∞ and NaN are null.
 *
 * @example lessonLines(lesson(trace, { token: 2 })).split('\n')[6]
 * // => '{"step":"score","token":"sat","with":"cat","terms":[[2,2],[0,0],[1,1],[1,0]],"value":5}'
 */
export function lessonLines(lesson: Lesson): string {
  const token = lesson.queries[lesson.speaker.index]!;
  return lesson.steps
    .flatMap((step) => facts(step, lesson))
    .map(
      ([name, fact]) =>
        `${JSON.stringify({ step: name, token, ...(lesson.name !== undefined && { of: lesson.name }), ...fact })}\n`,
    )
    .join('');
}

type Fact = readonly [name: string, fact: object];

function facts(step: Step, { keys, queries, speaker, head, batch }: Lesson): Fact[] {
  /** One line a key. */
  const each = (name: string, of: (j: number) => object): Fact[] =>
    keys.map((key, j) => [name, { with: key, ...of(j) }]);
  switch (step.kind) {
    case 'who':
      return [
        ['who', { number: speaker.index + 1, of: queries.length, head, batch, q: step.q }],
        ...each('lists', (j) => ({ k: step.k[j], v: step.v[j] })),
      ];
    case 'project':
      return [
        ...step.columns.map(({ products, value }, at): Fact => [
          'project',
          { to: 'q', column: at + 1, terms: products, value },
        ]),
        ['projected', { x: step.x, q: step.q, k: step.k, v: step.v }],
      ];
    case 'latent':
      return [['latent', { of: keys[step.of], c: step.c, k: step.k, v: step.v }]];
    case 'rotate':
      return [['rotate', { before: step.before, after: step.after }]];
    case 'ask':
      return each('score', (j) => ({ ...terms(step, j), value: step.voices[j]!.value }));
    case 'relative':
      return each('relative', (j) => ({ before: step.before[j], by: step.by, value: step.after[j] }));
    case 'scale':
      return each('scaled', (j) => ({ score: step.before[j], factor: step.factor, value: step.after[j] }));
    case 'softcap':
      return each('softcapped', (j) => ({ before: step.before[j], cap: step.cap, value: step.after[j] }));
    case 'adjust':
      return each('adjusted', (j) => ({ before: step.before[j], by: step.by, value: step.after[j] }));
    case 'mask':
      return each('masked', (j) => ({
        heard: step.heard[j],
        because: step.reasons[j],
        before: step.before[j],
        value: step.heard[j] ? step.before[j] : null,
      }));
    case 'recur':
      return [
        [
          'recur',
          {
            recurrence: step.name,
            update: step.update,
            read: step.read,
            before: step.before,
            after: step.after,
            ...(step.sum && { sum: step.sum }),
            value: step.output,
          },
        ],
        ...each('weight', (j) => ({ value: step.weights[j] })),
      ];
    case 'share':
      return each('weight', (j) =>
        opensUp(step)
          ? {
              logit: step.heard[j] ? step.logits[j] : null,
              largest: step.largest,
              exp: step.exps[j],
              sum: step.sum,
              value: step.weights[j],
            }
          : { logit: step.heard[j] ? step.logits[j] : null, normalizer: step.normalizer, value: step.weights[j] },
      );
    case 'difference':
      return each('difference', (j) => ({
        first: step.first[j],
        lambda: step.lambda,
        second: step.second[j],
        value: step.weights[j],
      }));
    case 'norm':
      return [['norm', { by: step.by, before: step.before, after: step.after }]];
    case 'gate':
      return [['gate', { before: step.before, open: step.open, after: step.after }]];
    case 'head-norm':
      return [['head-norm', { before: step.before, factor: step.factor, after: step.after }]];
    case 'listen':
      return [
        ...each('mix', (j) => ({ weight: step.weights[j], v: step.values[j], value: step.terms[j] })),
        ['head', { head, value: step.output }],
      ];
    case 'join':
      return [
        [
          'join',
          {
            heads: step.heads,
            ...(step.columns && { columns: step.columns.map(({ products }) => products) }),
            value: step.output,
          },
        ],
      ];
    case 'now':
      return [
        ['now', { before: step.before, value: step.after }],
        ...step.everybody.map(({ weights, sum, bits }, i): Fact => ['row', { query: queries[i], weights, sum, bits }]),
      ];
    case 'compare':
      return [['compare', { hidden: step.hidden.map((j) => keys[j]), before: step.before, after: step.after }]];
  }
}

/** Only a dot product has terms that add up to the score. */
function terms({ similarity, voices }: AskStep, j: number): object {
  return similarity === 'dot' ? { terms: voices[j]!.products } : { similarity };
}
