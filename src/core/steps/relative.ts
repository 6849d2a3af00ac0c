import { block, headByHead, sharedBlock } from '../blocks.js';
import { sharedHead } from '../heads.js';
import { multiplyTransposed } from '../matrix.js';
import { hasRelativeScores, relativeScores, relativeText } from '../relative.js';
import { tensor } from '../tensor.js';
import type { Step } from './step.js';

/** What the distance of query and key adds to each score, before the scale. */
export const step: Step = {
  name: 'relative',
  applies: hasRelativeScores,
  makes: [
    {
      name: 'relative',
      otherwise: 'scores',
      stage: {
        name: 'relative',
        rows: 'query',
        columns: 'key',
        formula: ({ problem }) => `scores + ${relativeText(problem)}`,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ problem, settings, sizes, alignment, rows, made }) => {
    const { batch, heads, nQ, nK, dK } = sizes;
    const { key, query, u } = relativeScores(problem, settings, sizes, alignment);
    return {
      relative: headByHead(
        [batch, heads, nQ, nK],
        (b, h) => {
          const scores = block(made.scores, b, h);
          const [q, k] = [block(made.queries, b, h), sharedBlock(made.keys, b, h, heads)];
          // (n_q, rows) and (n_k, rows): each vector against every distance, once
          const ofQueries = key && multiplyTransposed(plus(q, key.v?.(h), dK), key.table.of(h), nQ, dK, key.table.rows);
          const ofKeys = query && multiplyTransposed(k, query.table.of(h), nK, dK, query.table.rows);
          const ofAll = u && multiplyTransposed(u(h), k, 1, dK, nK);
          const out = scores.slice();
          for (const i of rows ?? Array(nQ).keys()) {
            for (let j = 0; j < nK; j++) {
              const cell = i * nK + j;
              if (ofQueries) out[cell]! += ofQueries[i * key.table.rows + key.row(i, j, h, b)]!;
              if (ofKeys) out[cell]! += ofKeys[j * query.table.rows + query.row(i, j, h, b)]!;
              if (ofAll) out[cell]! += ofAll[j]!;
            }
          }
          return out;
        },
        'float64',
        rows,
      ),
    };
  },
  backward: (gradient, { problem, settings, sizes, alignment, made, keep }) => {
    const { heads, nQ, nK, dK } = sizes;
    const { key, query, u } = relativeScores(problem, settings, sizes, alignment);
    const dKeys = tensor(made.keys.shape, new Float64Array(made.keys.data.length));
    const dQueries = headByHead(made.queries.shape, (b, h) => {
      const dScores = block(gradient.relative, b, h);
      const seen = keep && block(keep, b, h);
      const dKey = block(dKeys, b, sharedHead(h, heads, made.keys.shape[1]));
      const dQ = new Float64Array(nQ * dK);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          const slope = dScores[i * nK + j]!;
          if (slope === 0 || (seen && seen[i * nK + j] === 0)) continue;
          if (key) add(dQ, i, key.table.of(h), key.row(i, j, h, b), slope, dK);
          if (query) add(dKey, j, query.table.of(h), query.row(i, j, h, b), slope, dK);
          if (u) add(dKey, j, u(h), 0, slope, dK);
        }
      }
      return dQ;
    });
    return { scores: gradient.relative, queries: dQueries, keys: dKeys };
  },
};

/** Every row of q with v added. */
function plus(q: Float64Array, v: Float64Array | undefined, d: number): Float64Array {
  return v ? q.map((x, at) => x + v[at % d]!) : q;
}

/** to[row] += factor·from[source] */
function add(to: Float64Array, row: number, from: Float64Array, source: number, factor: number, d: number): void {
  for (let m = 0; m < d; m++) to[row * d + m]! += factor * from[source * d + m]!;
}
