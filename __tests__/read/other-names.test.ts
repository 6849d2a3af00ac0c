import { OPTION_LIST, optionNamed } from '../../src/core/options.js';
import { meaningHere, MEANT, OTHER_NAMES } from '../../src/read/other-names.js';
import { attn } from '../commands/fake-io.js';

describe('names of other systems', () => {
  it('stand for options that there are, and are none themselves', () => {
    expect(MEANT.filter((name) => optionNamed(name) === undefined)).toEqual([]);
    const own = new Set<string>(OPTION_LIST.map(({ name }) => name));
    expect(OTHER_NAMES.filter((name) => own.has(name))).toEqual([]);
  });

  it.each([
    ['--attn-mask', '--mask'],
    ['--key-padding-mask', '--key-lengths, or --mask with --mask-true ignore'],
    ['--softmax-scale', '--scale'],
    ['--sliding-window', '--window'],
    ['--is-causal', '--causal'],
    ['--num-heads', '--heads'],
    ['--num-kv-heads', '--kv-heads'],
  ])('%s is answered with %s', async (flag, meant) => {
    const { code, out, err } = await attn(['compute', '--q', '[1 0; 0 1]', flag, '1']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`unknown option ${flag}`);
    expect(err).toContain(`here it is ${meant}`);
  });

  it('says what has no counterpart, also behind an equals sign', async () => {
    expect((await attn(['compute', '--q', '[1 0]', '--dropout=0.1'])).err).toContain('nothing is dropped here');
  });

  it('answers keys of a bundle in the same way, as keys', async () => {
    const bundle = '{"q": [[1, 0]], "key_padding_mask": [[1]]}';
    const { code, err } = await attn(['compute', '--input', '-', '--json'], { stdin: bundle });
    expect(code).toBe(1);
    expect(err).toContain('here it is key_lengths, or mask with mask_true "ignore"');
  });

  it('leaves typing errors to the nearest name', () => {
    expect(meaningHere('--caussal')).toBeUndefined();
    expect(meaningHere('constructor')).toBeUndefined();
  });
});
