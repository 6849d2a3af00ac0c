import { OPTION_LIST, optionNamed } from '../../src/core/options.js';
import { attn } from './fake-io.js';

const ROPE = ['compute', '--q', '[1 2 3 4; 5 6 7 8]', '--rope', '--json'];

describe('other spellings of an option', () => {
  it('are the names of no other option, and of one option each', () => {
    const names = OPTION_LIST.map(({ name }) => name as string);
    const others = OPTION_LIST.flatMap(({ also }) => also ?? []);
    expect(others.filter((name) => names.includes(name))).toEqual([]);
    expect(new Set(others).size).toBe(others.length);
    for (const { name, also } of OPTION_LIST)
      for (const other of also ?? []) expect(optionNamed(other)?.name).toBe(name);
  });

  it('mean the same as flags, with a value behind = or a blank, and as keys of a bundle', async () => {
    const call = [
      'compute',
      '--x',
      '[1 2; 3 4]',
      '--wq',
      '[1 2; 0 1]',
      '--wk',
      '[1 0; 1 1]',
      '--wv',
      '[2 1; 0 1]',
      '--json',
    ];
    const { out } = await attn([...call, '--weight-layout', 'out-in']);
    expect((await attn([...call, '--weights-layout', 'out-in'])).out).toBe(out);
    expect((await attn([...call, '--weights-layout=out-in'])).out).toBe(out);
    const bundle = { x: [[1, 2], [3, 4]], wq: [[1, 2], [0, 1]], wk: [[1, 0], [1, 1]], wv: [[2, 1], [0, 1]], weights_layout: 'out-in' }; // prettier-ignore
    const read = await attn(['compute', '--input', '-', '--json'], { stdin: JSON.stringify(bundle) });
    expect(JSON.parse(read.out)).toMatchObject({ output: (JSON.parse(out) as { output: unknown }).output });
  });

  it('are refused together with the usual one, as a flag that is given twice', async () => {
    const { code, err } = await attn(['compute', '--q', '[1 2]', '--key-lengths', '[1]', '--key-length', '[1]']);
    expect(code).toBe(2);
    expect(err).toContain('--key-lengths');
  });
});

describe('--qk-norm', () => {
  const q = ['compute', '--q', '[1 2; 3 4]', '--k', '[0 1; 2 2]', '--json'];
  it('is the same norm for both sides', async () => {
    const both = await attn([...q, '--qk-norm', 'l2']);
    expect(both.out).toBe((await attn([...q, '--q-norm', 'l2', '--k-norm', 'l2'])).out);
  });
  it('names the kind where --q-norm and --k-norm give a gain alone', async () => {
    const apart = await attn([...q, '--q-norm', 'layernorm:[[1 3]]', '--k-norm', 'layernorm:[[2 1]]']);
    const both = await attn([...q, '--qk-norm', 'layernorm', '--q-norm', '[[1 3]]', '--k-norm', '[[2 1]]']);
    expect([both.code, both.out]).toEqual([0, apart.out]);
    const shared = await attn([...q, '--qk-norm', 'rms:[[1 3]]']);
    expect(shared.out).toBe((await attn([...q, '--q-norm', 'rms:[[1 3]]', '--k-norm', 'rms:[[1 3]]'])).out);
  });
  it('is refused where both sides have a kind of their own', async () => {
    const { code, err } = await attn([...q, '--qk-norm', 'l2', '--q-norm', 'rms', '--k-norm', 'rms']);
    expect(code).toBe(2);
    expect(err).toContain('--qk-norm beside --q-norm');
  });
});

describe('a key of --rope-scaling', () => {
  it('may be cut short where no other begins so', async () => {
    const whole = 'llama3,factor=8,low_freq_factor=1,high_freq_factor=4,original_max_position_embeddings=64';
    const short = 'llama3,factor=8,low=1,high=4,original=64';
    const { out, code } = await attn([...ROPE, '--rope-scaling', short]);
    expect([code, out]).toEqual([0, (await attn([...ROPE, '--rope-scaling', whole])).out]);
  });
  it('is refused where it may mean two', async () => {
    const { code, err } = await attn([...ROPE, '--rope-scaling', 'yarn,factor=4,original=64,beta=3']);
    expect(code).not.toBe(0);
    expect(err).toContain('"beta"');
  });
});
