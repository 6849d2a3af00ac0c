import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { multiplied } from '../../src/model/product.js';
import { rowsOf } from '../../src/model/rows.js';

const numbers = (count: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: count, maxLength: count, min: -2, max: 2, noNaN: true });

const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 7 }),
    inputs: fc.integer({ min: 1, max: 37 }),
    outputs: fc.integer({ min: 1, max: 37 }),
  })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      x: numbers(sizes.rows * sizes.inputs),
      w: numbers(sizes.inputs * sizes.outputs),
      b: numbers(sizes.outputs),
    }),
  );

it('x·W + b is the sum of products, whichever way W lies', () => {
  fc.assert(
    fc.property(problem, fc.constantFrom('out-in' as const, 'in-out' as const), ({ sizes, x, w, b }, layout) => {
      const { rows, inputs, outputs } = sizes;
      const y = rowsOf(rows, outputs);
      for (let i = 0; i < rows; i++) y.data.set(b, i * outputs);
      const width = layout === 'out-in' ? inputs : outputs;
      const found = multiplied(
        rowsOf(rows, inputs, Float32Array.from(x)),
        layout,
        (from, to, into) => into.set(w.subarray(from * width, to * width)),
        y,
      );
      for (let i = 0; i < rows; i++)
        for (let o = 0; o < outputs; o++) {
          let expected = b[o]!;
          for (let m = 0; m < inputs; m++)
            expected += x[i * inputs + m]! * w[layout === 'out-in' ? o * inputs + m : m * outputs + o]!;
          expect(Math.abs(found.data[i * outputs + o]! - expected)).toBeLessThan(1e-4);
        }
    }),
    { numRuns: 200 },
  );
});

it('the module that is kept is what its source compiles to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-product-'));
  try {
    execFileSync(process.execPath, ['scripts/build-product.mjs', join(folder, 'product.ts')]);
    expect(readFileSync('src/kernel/product-module.ts', 'utf8')).toBe(readFileSync(join(folder, 'product.ts'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
