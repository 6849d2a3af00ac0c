import { attn, typed } from './fake-io.js';
import { VERSION } from '../../src/commands/version.js';
import { flags, OPTION_HELP } from '../../src/words/index.js';

const COMMANDS = ['compute', 'check', 'train', 'rnn', 'glossary', 'worksheet', 'bench', 'completion'];

describe('help', () => {
  it.each([['--help'], ['-h'], ['help']])('attn %s goes to stdout and succeeds', async (...words) => {
    const { code, out, err } = await attn(words);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('compute');
  });

  it('attn alone says what it is on stderr and exits with 2: nothing was computed', async () => {
    const { code, out, err } = await attn([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^attn {2}the attention calculator/);
    expect(err.match(/^ {2}attn compute .*$/gm)).toHaveLength(2);
    expect(err).toContain('attn --help');
  });

  it('flags without a command do the same', async () => {
    expect(await attn(['--quiet'])).toEqual(await attn([]));
  });

  it.each(COMMANDS)('attn help %s, attn %s --help and attn --help %s are one', async (name) => {
    const full = await attn(['help', name]);
    expect(full.code).toBe(0);
    expect(await attn([name, '--help'])).toEqual(full);
    expect(await attn(['--help', name])).toEqual(full);
  });

  it.each([
    'compute --format jsn -h',
    'compute --nix --help',
    'compute --q -h',
    'compute --precision two -h',
    'compute -h --only nothing',
    'compute one two -h',
  ])('help comes before every complaint: attn %s', async (line) => {
    const { code, out, err } = await typed(line);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Examples:');
  });

  it('leads with examples and ends with the exit codes', async () => {
    const { out } = await attn(['compute', '--help']);
    const headings = out.match(/^\w[\w ]*:/gm);
    expect(headings).toEqual([
      'Examples:',
      'Input:',
      'Sentence:',
      'Mathematics:',
      'Output:',
      'Teaching:',
      'Global:',
      'Exit codes:',
    ]);
  });

  it('attn compute -h is the short one, and says where the others are', async () => {
    const brief = (await attn(['compute', '-h'])).out;
    const full = (await attn(['compute', '--help'])).out;
    expect(brief.split('\n').length).toBeLessThan(50);
    expect(brief).toMatch(/attn compute --help shows all \d+ flags/);
    for (const line of brief.match(/^ {2}--?[\w-]+/gm)!) expect(full).toContain(line);
  });

  it.each([...COMMANDS.map((name) => [name, '--help']), ['--help'], ['compute', '-h']])(
    '%s %s fits into 80 columns and holds no escape',
    async (...words) => {
      const { out } = await attn(words);
      expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
      expect(out).not.toContain('\u001b');
    },
  );

  it('fits into a narrow terminal, whose headings are bold', async () => {
    const { out } = await attn(['glossary', '--help'], { columns: 60, env: { TERM: 'xterm-256color' } });
    expect(out).toContain('\u001b[1mGlobal:\u001b[22m');
    const flags = out
      .replaceAll(/\u001b\[\d+m/g, '')
      .split('\n')
      .filter((line) => /^ {2,}(?!attn)/.test(line));
    expect(flags.filter((line) => [...line].length > 60)).toEqual([]);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('has no escapes under %j', async (env) => {
    expect((await attn(['--help'], { columns: 80, env })).out).not.toContain('\u001b');
  });

  it('COLUMNS goes before the width of the terminal', async () => {
    const wide = await attn(['compute', '--help'], { columns: 100, env: { NO_COLOR: '1' } });
    const asked = await attn(['compute', '--help'], { columns: 50, env: { NO_COLOR: '1', COLUMNS: '100' } });
    expect(asked.out).toBe(wide.out);
  });
});

describe('version', () => {
  it.each(['--version', '-V', 'compute --version', 'compute --causal -V'])('attn %s', async (line) => {
    expect(await typed(line)).toMatchObject({ code: 0, out: `attn ${VERSION}\n`, err: '' });
  });

  it('with --json also names node and the platform', async () => {
    const told = JSON.parse((await typed('--version --json')).out);
    expect(told).toEqual({
      version: expect.any(String),
      node: process.version,
      platform: expect.stringContaining('-'),
    });
    expect(JSON.parse((await typed('compute --json --version')).out)).toEqual(told);
  });

  it('a value that looks like the flag is a value', async () => {
    expect((await attn(['compute', '--sentence', '--version', '--only', 'weights', '--json'])).out).toMatch(/^\[/);
  });
});

describe('help in Vietnamese', () => {
  const flagsIn = (text: string): string[] => text.match(/^ {2}(?:-\w, )?--[\w-]+/gm) ?? [];

  it.each(COMMANDS)(
    'attn %s --help --lang vi has the flags of the English help, each with words of its own',
    async (name) => {
      const english = (await attn([name, '--help'])).out;
      const vietnamese = (await attn([name, '--help', '--lang', 'vi'])).out;
      expect(flagsIn(vietnamese)).toEqual(flagsIn(english));
      expect(vietnamese).toMatch(/^Ví dụ:$/m);
      expect(vietnamese).not.toMatch(/^(Examples|Input|Output|Mathematics|Exit codes):/m);
    },
  );

  it('follows the locale as notes do, and is English where only ASCII can be shown', async () => {
    const english = (await attn(['--help'])).out;
    expect((await attn(['--help', '--lang=vi'])).out).not.toBe(english);
    expect((await attn(['--help', '--lang', 'vi', '--ascii'])).out).toBe(english);
  });

  it('no flag has the name of an option of a problem, so that each name has one text', () => {
    expect(Object.keys(flags).filter((name) => name in OPTION_HELP)).toEqual([]);
  });
});
