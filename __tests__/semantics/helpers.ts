import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { sizeOf, tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';

/** Normal numbers of this shape, the same for the same seed. */
export function random(shape: readonly number[], seed: number): Tensor {
  const draw = generator(seed);
  return tensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => draw.normal()),
  );
}

export function ones(...shape: number[]): Tensor {
  return tensor(shape, new Float64Array(sizeOf(shape)).fill(1));
}

/** 0 and 1 from rows like '10/11'. */
export function bits(picture: string, ...leading: number[]): Tensor {
  const rows = picture.split('/');
  const cells = [...rows.join('')].map(Number);
  return tensor([...leading, rows.length / sizeOf(leading), rows[0]!.length], cells, { dtype: 'bool' });
}

/** A stage in the user's own form. */
export function stage(trace: Trace, name: StageName): Tensor {
  return outward(trace, trace.stages.get(name)!);
}

/** A stage of a problem, as numbers. */
export function cells(problem: Problem, name: StageName): number[] {
  return [...stage(attend(problem), name).data];
}

/** Who sees whom, one row of 0 and 1 a query: '10/11'; '' when nothing is masked. */
export function seen(problem: Problem): string {
  const { mask } = attend(problem);
  const nK = mask?.shape[3] ?? 1;
  return [...(mask?.data ?? [])].map((cell, at) => (at % nK === 0 && at > 0 ? `/${cell}` : String(cell))).join('');
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) {
    const [a, e] = [actual[at]!, expected[at]!];
    if (Object.is(a, e) || a === e || Math.abs(a - e) <= within * Math.max(1, Math.abs(e))) continue;
    throw new Error(`number ${at}: ${a} instead of ${e}`);
  }
}
