import type { Attempt } from '../attempt.js';

/** One known way to get attention wrong. */
export interface Mistake {
  /** As in the catalogue: S1, M12, … Ways to make the same mistake share it. */
  readonly id: string;
  /** What the code probably does, in a few words. */
  readonly title: string;
  /** The wrong formula. */
  readonly formula: string;
  /** What to search for in the code. */
  readonly lookFor: string;
  /** What to write there. */
  readonly instead: string;
  /** Made only by itself, not together with another: an unlikely variant. */
  readonly alone?: boolean;
  /** The attempt with this mistake in it; undefined where it cannot be made. */
  readonly put: (attempt: Attempt) => Attempt | undefined;
}

/** The sizes of an attempt, in the letters of the papers. */
export interface AttemptSizes {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly nQ: number;
  readonly nK: number;
  readonly nPast: number;
  readonly dK: number;
  readonly dV: number;
  readonly scale: number;
}

export function sizesOf({ problem, geometry }: Attempt): AttemptSizes {
  const [batch, heads, nQ, nK] = geometry.shape;
  const k = problem.k!.shape;
  return {
    batch,
    heads,
    nQ,
    nK,
    kvHeads: k[1]!,
    nPast: nK - k[2]!,
    dK: problem.q!.shape[3]!,
    dV: problem.v!.shape[3]!,
    scale: problem.scale as number,
  };
}

/** Several ways to make one mistake: they share its texts, and say how they differ. */
export function ways(
  common: Omit<Mistake, 'put' | 'alone'>,
  list: readonly (Pick<Mistake, 'put'> & Partial<Omit<Mistake, 'id' | 'put'>>)[],
): Mistake[] {
  return list.map((one) => ({ ...common, ...one }));
}
