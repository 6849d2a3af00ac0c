import { gateOf, outputSizes } from '../../core/index.js';
import type { Lens } from '../../lens/index.js';
import type { GateStep } from '../lesson.js';

/** How much of each number of this head's output is let through. */
export function gate(lens: Lens, i: number): GateStep | undefined {
  const { trace, batch, head } = lens;
  const after = lens.rowIfAny('gated', i);
  if (!after || !trace.problem.gate) return undefined;
  const before = lens.row(['heads_normed', 'heads'], i);
  const { data, shape } = gateOf(trace.problem.gate, outputSizes(trace.sizes), trace.form);
  const [, heads, rows, width] = shape;
  const start = ((batch * heads + head) * rows + i) * width;
  return { kind: 'gate', before, open: [...data.subarray(start, start + width)], after };
}
