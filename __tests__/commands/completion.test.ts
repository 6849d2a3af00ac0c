import { execFileSync } from 'node:child_process';
import { Writable } from 'node:stream';
import type { Io } from '../../src/commands/io.js';
import { GLOBAL_FLAGS, INPUT_FLAGS, OUTPUT_FLAGS, TEACHING_FLAGS } from '../../src/commands/options.js';
import { program } from '../../src/commands/program.js';
import { OPTION_LIST } from '../../src/core/options.js';
import { OPTION_HELP } from '../../src/words/en/options.js';
import { whenInstalled } from '../when-installed.js';
import { attn } from './fake-io.js';

const none = new Writable();
const root = program({ stdin: process.stdin, stdout: none, stderr: none, env: {} } as Io, { code: 0 });
const flagsOf = (name: string): string[] =>
  root.commands
    // `attn explain` takes the flags of compute.
    .find((command) => command.name() === (name === 'explain' ? 'compute' : name))!
    .options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));

/** What bash offers for the words, the last of which is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const { out } = await attn(['completion', 'bash']);
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _attn; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8', cwd: 'fixtures' }).trim().split('\n');
}

describe('help, completion and the table of options agree', () => {
  const table = [
    ...OPTION_LIST.map(({ name }) => `--${name}`),
    ...[INPUT_FLAGS, OUTPUT_FLAGS, TEACHING_FLAGS, GLOBAL_FLAGS].flatMap((flags) =>
      Object.keys(flags).map((name) => `--${name}`),
    ),
  ];

  it('compute has each option of the tables once, and no other', () => {
    expect(
      flagsOf('compute')
        .filter((flag) => flag.startsWith('--'))
        .sort(),
    ).toEqual([...table].sort());
    expect(new Set(table).size).toBe(table.length);
  });

  it.each(root.commands.map((command) => command.name()))(
    'attn help %s shows every flag of the command',
    async (name) => {
      const { out } = await attn(['help', name]);
      const shown = [...out.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].flatMap(([, short, long]) =>
        [short, long].filter(Boolean),
      );
      expect(shown.filter((flag) => !['-h', '--help'].includes(flag!)).sort()).toEqual(flagsOf(name).sort());
    },
  );

  it.each(root.commands.map((command) => command.name()))('completion offers every flag of %s', async (name) => {
    expect((await offered('attn', name, '-')).sort()).toEqual(flagsOf(name).sort());
    for (const shell of ['zsh', 'fish']) {
      const { out } = await attn(['completion', shell]);
      const long = flagsOf(name).filter((flag) => flag.startsWith('--'));
      expect(long.filter((flag) => !out.includes(shell === 'zsh' ? `'${flag}[` : ` -l ${flag.slice(2)} `))).toEqual([]);
    }
  });

  it('every choice that the help names is offered, and taken', async () => {
    for (const asked of OPTION_LIST) {
      if (asked.kind !== 'choice') continue;
      expect((await offered('attn', 'compute', `--${asked.name}`, '')).sort()).toEqual([...asked.choices].sort());
      expect(asked.choices.filter((choice) => !OPTION_HELP[asked.name].includes(choice))).toEqual([]);
    }
  });
});

describe('bash completion', () => {
  it('offers the commands first', async () => {
    expect(await offered('attn', 'co')).toEqual(['compute', 'completion']);
  });

  it('offers flags after a flag whose value may be left out', async () => {
    expect(await offered('attn', 'compute', '--causal', '--heat')).toEqual(['--heatmap']);
  });

  it('offers files where a source is wanted', async () => {
    expect(await offered('attn', 'compute', '--q', 'q.')).toEqual(['q.json']);
  });

  it('offers stages', async () => {
    expect(await offered('attn', 'compute', '--only', 'sc')).toEqual(['scores', 'scaled']);
  });

  it('refuses a shell that it does not know, with the one that was meant', async () => {
    expect(await attn(['completion', 'fihs'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean fish?'),
    });
  });
});

describe('fish and zsh', () => {
  whenInstalled('zsh').it('zsh takes the script', async () => {
    const { out } = await attn(['completion', 'zsh']);
    expect(execFileSync('zsh', ['-n'], { input: out, encoding: 'utf8' })).toBe('');
  });

  whenInstalled('fish').it('fish offers what the tree of commands holds', async () => {
    const { out } = await attn(['completion', 'fish']);
    const ask = (line: string): string[] =>
      execFileSync('fish', ['-c', `${out}\ncomplete -C '${line}'`], { encoding: 'utf8' })
        .trimEnd()
        .split('\n')
        .map((offer) => offer.split('\t')[0]!);
    const names = root.commands.map((command) => command.name());
    expect(ask('attn ').sort()).toEqual([...new Set([...names, 'help'])].sort());
    expect(ask('attn compute --causa')).toEqual(['--causal']);
    expect(ask('attn compute --layout ').sort()).toEqual(['bhld', 'ble', 'blhd', 'hld', 'lbe', 'lhd']);
    expect(ask('attn completion ').sort()).toEqual(['bash', 'fish', 'zsh']);
  });
});
