import { OPTION_LIST, type Option } from '../../src/core/options.js';
import { idleOptions } from '../../src/core/idle.js';
import { attn } from './fake-io.js';

const Q = '[1 2; 3 4]';
const MATRIX = '[0.5 -1; 2 1]';

/** Values that change something, where the first of the kind would be the default or does not fit Q. */
const VALUES: Readonly<Record<string, string>> = {
  heads: '2',
  'kv-heads': '2',
  scale: '0.3',
  mask: 'j <= i',
  bias: 'i - 2*j',
  'key-lengths': '[1]',
  'query-lengths': '[1]',
  window: '0,0',
  softcap: '1.5',
  alibi: '[0.5]',
  sink: '0.5',
  'score-mod': 's*s',
  temperature: '2',
  'past-key': MATRIX,
  'past-value': MATRIX,
  tokens: 'the cat',
  'query-tokens': 'the cat',
  'key-tokens': 'the cat',
  seed: '7',
  sentence: 'the cat sat',
  let: 't=[1 2]',
  qkv: '[[[[1,2]],[[1,2]],[[3,4]]]]',
};

/** The option as it is typed, with a value that is not its default. */
function typed(option: Option): string[] {
  const flag = `--${option.name}`;
  if (option.kind === 'switch') return [flag];
  if (option.kind === 'choice') return [`${flag}=${option.choices.filter((one) => one !== option.default)[0]!}`];
  const value = VALUES[option.name] ?? (option.kind === 'number' ? '3' : option.kind === 'text' ? 'a' : MATRIX);
  return [`${flag}=${value}`];
}

const NEUTRAL = new Set(['q']);

describe('no option is passed over in silence', () => {
  let plain: string;
  beforeAll(async () => {
    plain = (await attn(['compute', '--q', Q, '--json'])).out;
  });

  it.each(OPTION_LIST.filter(({ name }) => !NEUTRAL.has(name)).map((option) => [option.name, option] as const))(
    '--%s, alone beside Q, changes the result, or is refused, or is noted by its name',
    async (name, option) => {
      const { code, out, err } = await attn(['compute', '--q', Q, ...typed(option), '--json']);
      if (code === 0) expect(out !== plain || err.includes(`--${name}`)).toBe(true);
      else {
        expect(out).toBe('');
        expect(code).toBeLessThanOrEqual(2);
        expect(err).not.toBe('');
      }
    },
  );

  it.each(OPTION_LIST.flatMap((option) => (option.needs ? [[option.name, option] as const] : [])))(
    '--%s without what it needs is refused, with both names',
    async (name, option) => {
      const { code, out, err } = await attn(['compute', '--q', Q, ...typed(option)]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(`--${name}`);
      const first = option.needs![0]!;
      expect(err).toContain(`--${typeof first === 'string' ? first : first.option}`);
    },
  );

  it('names in the table options that there are', () => {
    const names = new Set<string>(OPTION_LIST.map(({ name }) => name));
    const named = OPTION_LIST.flatMap(({ needs = [], excludes = [] }) => [...needs, ...excludes]);
    expect(
      named.map((need) => (typeof need === 'string' ? need : need.option)).filter((name) => !names.has(name)),
    ).toEqual([]);
  });

  it.each([
    [['--x', Q, '--wq', Q, '--wk', Q, '--wv', Q, '--k', Q], '--k beside --x'],
    [['--x', Q, '--wq', Q, '--wk', Q, '--wv', Q, '--v', Q], '--v beside --x'],
    [['--q', Q, '--tokens', 'a b', '--query-tokens', 'a b', '--key-tokens', 'c d'], '--tokens beside --query-tokens'],
    [['--sentence', 'the cat', '--tokens', 'a b'], '--tokens beside --sentence'],
    [['--sentence', 'the cat', '--wq', Q], '--wq without --x'],
    [['--q', Q, '--normalizer', 'hardmax', '--temperature', '2'], '--temperature beside --normalizer hardmax'],
    [
      ['--q', Q, '--similarity', 'general', '--w-score', Q, '--v-score', '[1 2]'],
      '--v-score without --similarity additive',
    ],
    [['--q', Q, '--layout', 'blhd'], '--layout orders axes'],
  ])('%j is refused: %s', async (flags, words) => {
    const { code, out, err } = await attn(['compute', ...flags, '--json']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  it('a bundle is refused with the place of the key', async () => {
    const { code, err } = await attn(['compute', '--input', '-'], { stdin: '{"q": [[1, 0]],\n "rope_base": 500}' });
    expect(code).toBe(1);
    expect(err).toContain('<stdin>:2:15  --rope-base without --rope');
  });

  it('what is switched off needs nothing', () => {
    expect(idleOptions(new Set(['q']), {})).toEqual([]);
  });
});
