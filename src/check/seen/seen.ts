import type { Tensor4 } from '../../core/index.js';
import type { Case } from '../case.js';
import type { Finding } from '../finding.js';

/** What is held against what, before any mistake is tried. */
export interface Scene {
  readonly made: Case;
  /** (batch, heads, n_q, d_v), or (batch, 1, n_q, d_model) behind W_O. */
  readonly right: Tensor4;
  readonly actual: Tensor4;
  /** 1 where a cell differs by more than rounding. */
  readonly differs: Uint8Array;
  /** Two numbers that differ by no more are the same. */
  readonly near: number;
}

/** Something that anybody would see: as an entry of the report. */
export interface Seen extends Omit<Finding, 'residual' | 'others'> {
  /** False: a mistake of the catalogue may say more. */
  readonly sure: boolean;
  /** Single mistakes may explain it, no constants and no pairs. */
  readonly shallow?: boolean;
}

/** Looks for one thing. */
export type Sight = (scene: Scene) => Seen | undefined;

/** The same number, or both no number. */
export function same(a: number, b: number, near: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= near;
}

/** Too few numbers to see anything in. */
export const ENOUGH = 6;
