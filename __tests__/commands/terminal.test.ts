import { displayWidth } from '../../src/show/text/width.js';
import { attn, typed, type Given } from './fake-io.js';

const WEIGHTS = `compute --q '[1 0; 0 1]' --only weights`;
const ESCAPE = /\u001b\[/;
const tty = (env: Record<string, string> = {}, columns = 80): Given => ({
  columns,
  env: { TERM: 'xterm-256color', ...env },
});
const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;]*m/g, '');

describe('colour: the first of these that says something decides', () => {
  it.each<[string, string, Given, boolean]>([
    ['a terminal', '', tty(), true],
    ['a pipe', '', { env: { TERM: 'xterm-256color' } }, false],
    ['--color always into a pipe', '--color always', {}, true],
    ['--color=never on a terminal', '--color=never', tty(), false],
    ['--no-color', '--no-color', tty(), false],
    ['--color always over NO_COLOR', '--color always', tty({ NO_COLOR: '1' }), true],
    ['NO_COLOR', '', tty({ NO_COLOR: '1' }), false],
    ['an empty NO_COLOR', '', tty({ NO_COLOR: '' }), true],
    ['NO_COLOR over FORCE_COLOR', '', tty({ NO_COLOR: '1', FORCE_COLOR: '3' }), false],
    ['FORCE_COLOR into a pipe', '', { env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0 on a terminal', '', tty({ FORCE_COLOR: '0' }), false],
    ['FORCE_COLOR over CLICOLOR=0', '', tty({ FORCE_COLOR: '1', CLICOLOR: '0' }), true],
    ['CLICOLOR_FORCE into a pipe', '', { env: { CLICOLOR_FORCE: '1' } }, true],
    ['CLICOLOR_FORCE=0', '', { env: { CLICOLOR_FORCE: '0' } }, false],
    ['CLICOLOR=0 on a terminal', '', tty({ CLICOLOR: '0' }), false],
    ['TERM=dumb', '', tty({ TERM: 'dumb' }), false],
    ['FORCE_COLOR over TERM=dumb', '', tty({ TERM: 'dumb', FORCE_COLOR: '1' }), true],
  ])('%s', async (_, flag, given, coloured) => {
    expect(ESCAPE.test((await typed(`${WEIGHTS} ${flag}`, given)).out)).toBe(coloured);
  });

  it('--no-color and --color work in front of the command', async () => {
    expect((await typed(`--no-color ${WEIGHTS}`, tty())).out).not.toMatch(ESCAPE);
    expect((await typed(`--color always ${WEIGHTS}`)).out).toMatch(ESCAPE);
  });

  it('FORCE_COLOR names the level: sixteen, 256, or all colours', async () => {
    const level = async (value: string): Promise<string> => (await typed(WEIGHTS, { env: { FORCE_COLOR: value } })).out;
    expect(await level('1')).not.toMatch(/[34]8;/);
    expect(await level('2')).toMatch(/48;5;/);
    expect(await level('3')).toMatch(/48;2;/);
  });

  it('the numbers are the same without it', async () => {
    const numbers = async (given: Given): Promise<unknown> =>
      plain((await typed(WEIGHTS, given)).out).match(/\d\.\d+/g);
    expect(await numbers(tty())).toEqual(await numbers(tty({ NO_COLOR: '1' })));
  });

  it('stdout and stderr are judged apart', async () => {
    const { out, err } = await typed(`compute --q '[nan 0; 0 1]' --color auto`, { env: { FORCE_COLOR: '1' } });
    expect(out).toMatch(ESCAPE);
    expect(err).toMatch(/warning/);
    expect((await typed(`compute --q '[nan 0; 0 1]' -o /dev/null`, tty())).err).toMatch(ESCAPE);
  });
});

describe('width', () => {
  const sentence =
    'compute --only weights --sentence "The animal did not cross the street because it was too tired to go"';
  const widest = (text: string): number =>
    Math.max(
      ...plain(text)
        .split('\n')
        .map((line) => displayWidth(line)),
    );

  it.each([40, 60, 80, 100])(
    'a table fits into a terminal of %i columns and says what it left out',
    async (columns) => {
      const { out } = await typed(sentence, tty({}, columns));
      expect(widest(out)).toBeLessThanOrEqual(columns);
      expect(plain(out)).toContain('…');
      expect(plain(out)).toMatch(/of 14 columns/);
    },
  );

  it('in a pipe nothing is left out', async () => {
    const { out } = await typed(sentence);
    expect(out).not.toContain('…');
    expect(out).toContain('tired');
  });

  it('--width goes before COLUMNS, and COLUMNS before the terminal', async () => {
    const at = async (line: string, given: Given): Promise<number> => widest((await typed(line, given)).out);
    expect(await at(sentence, tty({ COLUMNS: '60' }, 100))).toBe(await at(sentence, tty({}, 60)));
    expect(await at(`${sentence} --width 70`, tty({ COLUMNS: '40' }, 100))).toBe(await at(sentence, tty({}, 70)));
    expect(await at(`${sentence} --width 70`, {})).toBe(await at(sentence, tty({}, 70)));
  });

  it('--full leaves nothing out on the narrowest terminal', async () => {
    expect((await typed(`${sentence} --full --no-color`, tty({}, 40))).out).toBe((await typed(sentence)).out);
  });

  it.each(['0', '19', '-5', 'wide', '1e3', '99999'])('--width %s is refused', async (width) => {
    expect(await typed(`${sentence} --width ${width}`)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--width  expected a whole number from 20 to 10000'),
    });
  });

  it.each(['0', '', 'x'])('COLUMNS=%j is not heeded', async (COLUMNS) => {
    expect((await typed(sentence, tty({ COLUMNS }, 80))).out).toBe((await typed(sentence, tty({}, 80))).out);
  });

  it('wide characters and emoji keep the columns under each other', async () => {
    const { out } = await attn(
      ['compute', '--only', 'weights', '--sentence', '我 爱 👩‍👩‍👧 한국어 é ngữ'],
      tty({ NO_COLOR: '1' }, 200),
    );
    const lines = out.trimEnd().split('\n').slice(1);
    expect(new Set(lines.map((line) => displayWidth(line))).size).toBe(1);
  });
});

describe('glyphs', () => {
  it.each<[string, string, Record<string, string>]>([
    ['--ascii', '--ascii', {}],
    ['a locale without UTF-8', '', { LANG: 'C' }],
    ['LC_ALL over LANG', '', { LC_ALL: 'POSIX' }],
    ['TERM=linux', '', { TERM: 'linux' }],
    ['TERM=dumb', '', { TERM: 'dumb' }],
  ])('%s gives ASCII alone', async (_, flag, env) => {
    const { out } = await attn(['compute', '--sentence', 'con mèo mèo', '--show', 'all', ...(flag ? [flag] : [])], {
      env,
    });
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
  });
});

describe('what is said on stderr', () => {
  const lines = (text: string): string[] => plain(text).trimEnd().split('\n');

  it('is broken between words where the terminal ends, notes and errors alike', async () => {
    const note = await typed(`compute --sentence 'a cat' --only weights`, tty({}, 60));
    expect(Math.max(...lines(note.err).map(displayWidth))).toBeLessThanOrEqual(60);
    expect(lines(note.err).join(' ').replaceAll(/ +/g, ' ')).toContain(
      'attn: q, k and v of a word are the same vector here; --head-dim 4 gives each a random projection',
    );
    const error = await typed(`compute --q '[1 0]' --only wieghts`, tty({}, 60));
    expect(Math.max(...lines(error.err).map(displayWidth))).toBeLessThanOrEqual(60);
    expect(lines(error.err).at(-1)).toBe('  try: did you mean weights?');
  });

  it('keeps a caret under its place, and is one line a message in a pipe', async () => {
    const { err } = await typed(`compute --q '[1 0]' --mask 'j <= i and i - j < 3 and some_other_name'`, tty({}, 40));
    expect(lines(err)).toContain(`  ${' '.repeat('j <= i and i - j < 3 and '.length)}^`);
    expect(lines((await typed(`compute --sentence 'a cat'`)).err)).toHaveLength(2);
  });

  it('is ASCII in a locale that is not UTF-8, drawings too; a letter becomes its code point', async () => {
    const error = await typed(`compute --q '[1 0; 0 1]' --k '[1 0; 0 1; 1 1]' --causal`, { env: { LANG: 'C' } });
    expect(error.err).toContain('  # . .         # # .\n');
    const { err } = await typed(`compute --sentence 'ngữ nghĩa' --hide ng --ascii`);
    expect(err).toMatch(/^attn: no token 'ng'/);
    expect(err).toContain('ng\\u{1eef}');
    expect(/^[\x00-\x7f]*$/.test(error.err + err)).toBe(true);
  });
});

it('says before long work of the reference about how long it takes, on a terminal alone, and takes it back', async () => {
  // 2,400² scores of 64 numbers each: more than a second by the rule, whatever the machine.
  const row = (i: number): number[] => Array.from({ length: 64 }, (_, j) => (i * j) % 7);
  const stdin = JSON.stringify({ q: Array.from({ length: 2400 }, (_, i) => row(i)) });
  const line = ['compute', '--input', '-', '--only', 'lse', '--engine', 'reference', '--format', 'csv'];
  const seen = await attn(line, { ...tty(), stdin });
  expect(seen.err).toContain('attn: every stage of 5,760,000 scores: about 2 s\r\x1b[K');
  expect((await attn(line, { stdin })).err).not.toContain('about');
}, 60_000);
