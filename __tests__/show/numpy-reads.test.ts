import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STORAGE } from '../../src/files/storage.js';
import { tensor, type DType, type Tensor } from '../../src/core/tensor.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { pythonWith, whenInstalled } from '../when-installed.js';

/** Prints what NumPy finds in the files: {name: [dtype, shape, numbers]}. */
const SCRIPT = `
import json, sys
import numpy as np
def told(a): return [a.dtype.str, list(a.shape), [repr(float(x)) for x in a.ravel()]]
found = {path: told(np.load(path)) for path in sys.argv[2:]}
with np.load(sys.argv[1]) as archive:
    found["npz"] = {name: told(archive[name]) for name in archive.files}
print(json.dumps(found))
`;

const dtypes = (Object.keys(STORAGE) as DType[]).filter((dtype) => STORAGE[dtype].numpy);
const arrays = new Map<string, Tensor>([
  ...dtypes.map((dtype) => [dtype, tensor([2, 2], [0, 1, 1, 0], { dtype })] as const),
  ['scalar', tensor([], [0.1])],
  ['vector', tensor([3], [Math.fround(0.1), -0, NaN], { dtype: 'float32' })],
  ['four', tensor([1, 2, 1, 2], [Infinity, -Infinity, 65504, 2 ** -24], { dtype: 'float16' })],
  ['none', tensor([0, 4], [])],
  ['mèo', tensor([1], [2 ** 53], { dtype: 'int64' })],
]);

const numbers = (list: readonly string[]): number[] =>
  list.map((x) => ({ inf: Infinity, '-inf': -Infinity, nan: NaN })[x] ?? Number(x));

whenInstalled('numpy').it('NumPy reads every array that encodeNpy and encodeNpz write', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-numpy-'));
  try {
    const archive = join(folder, 'all.npz');
    writeFileSync(archive, encodeNpz(arrays));
    const files = new Map(
      [...arrays].map(([name, array], n) => {
        const path = join(folder, `${n}.npy`);
        writeFileSync(path, encodeNpy(array));
        return [name, path];
      }),
    );
    const output = execFileSync(pythonWith('numpy')!, ['-c', SCRIPT, archive, ...files.values()], { encoding: 'utf8' });
    const found = JSON.parse(output) as { npz: Record<string, [string, number[], string[]]> } & Record<
      string,
      [string, number[], string[]]
    >;
    expect(Object.keys(found.npz)).toEqual([...arrays.keys()]);
    for (const [name, { dtype, shape, data }] of arrays) {
      for (const told of [found.npz[name], found[files.get(name) ?? '']]) {
        expect(told?.[0].slice(1)).toBe(STORAGE[dtype].numpy);
        expect(told?.[1]).toEqual(shape);
        expect(numbers(told?.[2] ?? [])).toEqual([...data]);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
