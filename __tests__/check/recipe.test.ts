import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ATTN } from '../cli/attn.js';
import { attn } from '../commands/fake-io.js';
import { pythonWith, whenInstalled } from '../when-installed.js';

/** Attention by the book: a mask of booleans, several queries a key, zeros where a query sees no key. */
const ATTENTION = `
import numpy as np
def your_attention(q, k, v, mask):
    group = q.shape[1] // k.shape[1]
    k, v = np.repeat(k, group, axis=1), np.repeat(v, group, axis=1)
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    scores = np.where(mask, scores, -np.inf)
    most = scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isinf(most), 0, most))
    total = powers.sum(axis=-1, keepdims=True)
    return (powers / np.where(total == 0, 1, total)) @ v
def my_attention(q, k, v):
    n = q.shape[-2]
    return your_attention(q, k, v, np.tril(np.ones((n, n), dtype=bool)))
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attn-recipe-'));
  const command = `#!/bin/sh\nexec "${process.execPath}" "${ATTN}" "$@"\n`;
  writeFileSync(join(folder, 'attn'), command);
  chmodSync(join(folder, 'attn'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(program: string, text: string, name: string): void {
  writeFileSync(join(folder, name), text);
  const PATH = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stderr } = spawnSync(program, [name], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
  expect([status, stderr]).toEqual([0, '']);
}

const python = (text: string): void => run(pythonWith('numpy')!, text, 'recipe.py');

/** The lines that are set in under a heading. */
function block(text: string, heading: RegExp): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.test(line)) + 1;
  const first = lines.findIndex((line, at) => at >= start && line.trim() !== '');
  const end = lines.findIndex((line, at) => at > first && line !== '' && !line.startsWith('  '));
  const width = /^ */.exec(lines[first]!)![0].length;
  return lines
    .slice(first, end < 0 ? undefined : end)
    .map((line) => line.slice(width))
    .join('\n');
}

whenInstalled('numpy').describe('the recipe that --probe prints', () => {
  it.each([[[]], [['--probe=square']]])('runs with NumPy as it stands, %s', async (more) => {
    const probe = join(folder, 'probe.npz');
    const printed = await attn(['check', ...(more.length > 0 ? more : ['--probe']), '-o', probe]);
    expect(printed.code).toBe(0);
    python(`${ATTENTION}\n${block(printed.out, /^NumPy/)}`);
    const [, ...words] = block(printed.out, /^then/).trim().split(' ');
    const check = words.map((word) => (word === 'out.npy' ? join(folder, word) : word));
    expect(await attn(check)).toMatchObject({ code: 0 });

    python(`${ATTENTION.replace(' / np.sqrt(q.shape[-1])', '')}\n${block(printed.out, /^NumPy/)}`);
    const wrong = await attn([...check, '--json']);
    expect(wrong.code).toBe(1);
    expect((JSON.parse(wrong.out) as { diagnosis: { ids: string[] }[] }).diagnosis[0]?.ids).toContain('S1');
  });
});

describe('the examples of docs/check.md', () => {
  const text = readFileSync('docs/check.md', 'utf8');

  whenInstalled('numpy').it(
    'for pytest run, and fail for a wrong implementation',
    () => {
      const call = `import pathlib\n${ATTENTION}\n${block(text, /^## From pytest/)}\n`;
      python(`${call}test_my_attention(pathlib.Path("."))\n`);
      const fails = `try:\n    test_my_attention(pathlib.Path("."))\nexcept AssertionError as error:\n    assert "S1" in str(error)\nelse:\n    raise SystemExit(1)\n`;
      python(`${call.replace(' / np.sqrt(q.shape[-1])', '')}${fails}`);
    },
    60_000,
  );

  it('for Jest run', () => {
    const stubs = `import assert from 'node:assert';
const test = (_name, run) => run();
const expect = (found) => ({ toMatchObject: (wanted) => assert.partialDeepStrictEqual?.(found, wanted) ?? assert.equal(found.equal, wanted.equal) });
const [q, k, v] = [[[1, 0], [0, 1]], [[1, 0], [0, 1]], [[1, 2], [3, 4]]];
const weight = 1 / (1 + Math.exp(-1 / Math.SQRT2));
const mix = (w) => [w * 1 + (1 - w) * 3, w * 2 + (1 - w) * 4];
const myAttention = () => [mix(weight), mix(1 - weight)];
`;
    const example = block(text, /^## From Jest/);
    const [imports, rest] = [example.split('\n')[0]!, example.split('\n').slice(1).join('\n')];
    run(process.execPath, `${imports}\n${stubs}${rest}`, 'example.mjs');
  }, 30_000);

  whenInstalled('numpy').it('on a command line run as they stand', async () => {
    const files = `${ATTENTION}
q, k, v = (np.random.default_rng(s).normal(size=(2, 4, 6, 8)).astype("float32") for s in range(3))
np.save("q.npy", q); np.save("k.npy", k); np.save("v.npy", v); np.save("out.npy", my_attention(q, k, v))
`;
    python(files);
    const [first] = [...text.matchAll(/^ {4}attn (check --q .*)$/gm)].map(([, words]) => words!);
    const words = first!.split(' ').map((word) => (word.endsWith('.npy') ? join(folder, word) : word));
    expect(await attn(words)).toMatchObject({ code: 0 });
  });
});
