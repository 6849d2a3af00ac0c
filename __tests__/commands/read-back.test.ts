import fc from 'fast-check';
import { attn } from './fake-io.js';

/** Flags that change what is computed, alone and together. */
const INPUTS: readonly (readonly string[])[] = [
  ['--q', '[0 1 0 0; 1 1 0 1; 2 0 1 1]', '--k', '[0 1 0 0; 2 0 1 0; 1 0 1 1]', '--v', '[1 0; 0 2; 1/3 1]'],
  ['--q', '[1 0 0 1; 0 1 1 0]', '--heads', '2', '--tokens', 'one two'],
  [
    '--q',
    '[1 0 0 1; 0 1 1 0; 1 1 1 1]',
    '--k',
    '[1 0; 0 1; 1 1]',
    '--v',
    '[1 2; 3 4; 5 6]',
    '--heads',
    '2',
    '--kv-heads',
    '1',
  ],
  ['--q', '[[[1,0],[0,1]],[[1,1],[0,2]]]'],
  ['--q', '[[[[1,0],[0,1]],[[1,1],[0,2]]]]', '--layout', 'blhd'],
  [
    '--x',
    '[1 0 2; 0 1 1; 1 1 0]',
    '--wq',
    '[1 0; 0 1; 1 1]',
    '--wk',
    '[0 1; 1 0; 1 1]',
    '--wv',
    '[1 0; 0 1; 0 1]',
    '--wo',
    '[1 2; 3 4]',
  ],
  ['--sentence', 'the cat sat', '--dim', '4', '--seed', '7'],
  ['--sentence', 'the cat sat', '--dim', '6', '--head-dim', '4', '--heads', '2', '--position', 'sinusoidal'],
  ['--sentence', 'the cat the', '--embedding', 'one-hot'],
  ['--q', '[1 0; 0 1]', '--k', '[1 0; 0 1]', '--v', '[1; 2]', '--past-key', '[[1, 1]]', '--past-value', '[[3]]'],
];

const OPTIONS: readonly (readonly string[])[] = [
  ['--causal=bottom-right'],
  ['--causal=top-left'],
  ['--mask', 'j <= i'],
  ['--mask', 'i + j > 0', '--mask-true', 'ignore'],
  ['--mask', '[1 0; 1 1]'],
  ['--mask', '[0 1 0; 0 0 1; 0 0 0]', '--mask-true', 'ignore'],
  ['--bias', '0.5*i - j'],
  ['--like', 'onnx'],
  ['--like', 'torch-mha'],
  ['--like', 'flash', '--causal'],
  ['--scale', '1/sqrt(2*d_k)'],
  ['--scale', '0.3'],
  ['--softcap', '2'],
  ['--alibi'],
  ['--rope'],
  ['--rope', 'interleaved', '--rope-base', '100'],
  ['--sink', '0.5'],
  ['--score-mod', 's - 0.1*abs(i-j)'],
  ['--similarity', 'cosine'],
  ['--normalizer', 'sigmoid'],
  ['--normalizer', 'sparsemax'],
  ['--temperature', '2'],
  ['--empty-rows', 'nan'],
  ['--empty-rows', 'uniform'],
  ['--window', '1,0'],
  ['--dtype', 'float32'],
  ['--dtype', 'bfloat16'],
  ['--like', 'torch'],
  ['--like', 'keras'],
  ['--key-lengths', '[2]'],
  ['--hide', '1'],
];

/** @returns false when the words do not fit together, so that nothing was computed */
async function comesBack(words: readonly string[]): Promise<boolean> {
  const first = await attn(['compute', ...words, '--json']);
  if (first.code !== 0) return false;
  const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
  const doc = (text: string): unknown => (text === '' ? again.err : JSON.parse(text));
  if (words.includes('--hide')) {
    // What was hidden stays so, as a mask; what was before belongs to the call.
    const { meta: _was, before: _before, hidden: _hidden, ...rest } = doc(first.out) as Record<string, unknown>;
    const { meta: _is, ...found } = doc(again.out) as Record<string, unknown>;
    expect(found).toEqual(rest);
  } else if (again.out !== first.out) expect(doc(again.out)).toEqual(doc(first.out)); // shows where they differ
  return true;
}

describe('a result read back gives the same bytes', () => {
  it.each(INPUTS.map((words) => [words.join(' '), words] as const))('of %s', async (_, words) =>
    expect(await comesBack(words)).toBe(true),
  );

  it.each(OPTIONS.map((words) => [words.join(' '), words] as const))('with %s', async (_, words) => {
    const fits = [];
    for (const input of INPUTS.slice(0, 2)) fits.push(await comesBack([...input, ...words]));
    expect(fits).toContain(true);
  });

  it('with any two options on any input', async () => {
    // Under torch-mha a mask of three axes gets a remark of its own, also where the final mask has them by itself.
    const options = OPTIONS.filter((words) => !words.includes('torch-mha'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...INPUTS),
        fc.uniqueArray(fc.constantFrom(...options), { maxLength: 2, selector: ([flag]) => flag!.replace(/=.*/, '') }),
        async (input, chosen) => void (await comesBack([...input, ...chosen.flat()])),
      ),
      { numRuns: 100 },
    );
  });
});

describe('a result in a file of arrays', () => {
  const words = (line: string): string[] => line.split('|');

  it.each([
    ...INPUTS.map((input) => input.join('|')),
    ...[
      '--causal=top-left',
      '--softcap|2',
      '--mask|i + j > 0|--mask-true|ignore',
      '--hide|1',
      '--sink|0.5',
      '--bias|[1 2 3; 0 0 0; 3 2 1]',
    ].map((option) => [...INPUTS[0]!, ...words(option)].join('|')),
  ])('comes back whole from .safetensors: %s', async (line) => {
    const json = JSON.parse((await attn(['compute', ...words(line), '--json'])).out) as Record<string, unknown>;
    const file = await attn(['compute', ...words(line), '--format', 'safetensors']);
    const again = JSON.parse((await attn(['compute', '--input', '-', '--json'], { stdin: file.bytes })).out) as Record<
      string,
      unknown
    >;
    // What was hidden stays so, as a mask; what was before belongs to the call.
    const { meta: _was, before: _before, hidden, ...rest } = json;
    const { meta: _is, ...found } = again;
    expect(found).toEqual(rest);
    if (!hidden) expect(again['meta']).toEqual(json['meta']);
  });

  it('is read from .npz with a word on what it cannot hold; the stage `heads` is not the option', async () => {
    const { bytes } = await attn(['compute', ...INPUTS[5]!, '--heads', '2', '--format', 'npz']);
    const { code, out, err } = await attn(['compute', '--input', '-', '--heads', '2', '--only', 'output', '--json'], {
      stdin: bytes,
    });
    expect(code).toBe(0);
    expect(err).toBe(
      'attn: <stdin> is a result: its arrays are read; options it was computed with (scale, softcap, heads, …) are not in it\n',
    );
    expect(out).toBe((await attn(['compute', ...INPUTS[5]!, '--heads', '2', '--only', 'output', '--json'])).out);
  });

  it('is read from .npz without projections too: Q, K, V stand for X', async () => {
    const { bytes } = await attn(['compute', '--sentence', 'a b', '--dim', '4', '--format', 'npz']);
    expect((await attn(['compute', '--input', '-', '--only', 'output', '--json'], { stdin: bytes })).code).toBe(0);
  });
});
