import type { Cells } from './cells.js';
import type { Prepared } from './prepare.js';

/** Whether query i of a batch item and head may see key j. */
export type Visibility = (b: number, h: number, i: number, j: number) => boolean;

/** The same rule as in the kernel, cell by cell: causality, window, lengths, chunk, documents, mask, hidden keys, a bias of −∞. */
export function visibility(
  { problem, settings, alignment, spans, arranged }: Prepared,
  mask: Cells | undefined,
  bias: Cells | undefined,
): Visibility | undefined {
  const { window, hide } = problem;
  const { causal, position, lengths } = alignment;
  if (!mask && !bias && !window && !causal && !lengths && !spans) return undefined; // hidden keys are a mask of the kernel's own
  const [before, after] = (window ?? [-1, -1]).map((reach) => (reach < 0 ? Infinity : reach)) as [number, number];
  const attend = settings.maskTrue === 'attend';
  const hidden = new Set(hide);
  const at = ({ steps, data, rows }: Cells, b: number, h: number, i: number, j: number): number =>
    data[(b * steps[0] + h * steps[1] + i * steps[2]) * (data.length / rows) + j]!;
  const inSpan = (b: number, i: number, j: number): boolean => {
    if (!spans || spans === 'scattered') return true;
    const at = (b * arranged.sizes.nQ + i) * 2;
    return j >= spans[at]! && j <= spans[at + 1]!;
  };
  return (b, h, i, j) => {
    const here = i + position[b]!;
    return (
      j <= i + (causal?.offset[b] ?? Infinity) &&
      j < (lengths?.[b] ?? Infinity) &&
      j >= here - before &&
      j <= here + after &&
      inSpan(b, i, j) &&
      !hidden.has(j) &&
      (!mask || (at(mask, b, h, i, j) !== 0) === attend) &&
      (!bias || at(bias, b, h, i, j) !== -Infinity)
    );
  };
}
