import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { dirname, join } from 'node:path';
import { EXAMPLES } from '../../src/commands/help.js';
import type { Io } from '../../src/commands/io.js';
import { manual } from '../../src/commands/manual.js';
import { program } from '../../src/commands/program.js';
import { VERSION } from '../../src/commands/version.js';
import { ATTN } from '../cli/attn.js';
import { whenInstalled } from '../when-installed.js';

const none = new Writable();
const root = program({ stdin: process.stdin, stdout: none, stderr: none, env: {} } as Io, { code: 0 });
const page = manual(root, VERSION);
/** What roff would print for a line. */
const read = (line: string): string =>
  line
    .replace(/\\\((rs|dq|ha|ti|ga)/g, (_, name: string) => ({ rs: '\\', dq: '"', ha: '^', ti: '~', ga: '`' })[name]!)
    .replaceAll('\\-', '-')
    .replaceAll('\\&', '');
const lines = page.split('\n').map(read);

describe('the manual page', () => {
  it('is what the build wrote, and what package.json names', () => {
    expect(readFileSync(join(dirname(ATTN), '..', 'man', 'attn.1'), 'utf8')).toBe(page);
    expect(JSON.parse(readFileSync('package.json', 'utf8')).man).toBe('./dist/man/attn.1');
  });

  it.each(root.commands.map((command) => command.name()))('tells every flag of attn %s as the help does', (name) => {
    const start = lines.indexOf(`.SH ATTN ${name.toUpperCase()}`);
    const end = lines.findIndex((line, at) => at > start && line.startsWith('.SH '));
    const section = lines.slice(start, end);
    const command = root.commands.find((one) => one.name() === name)!;
    for (const { flags, description } of command.options)
      expect(section[section.indexOf(`.B ${flags}`) + 1]).toBe(description);
    expect(section).toContain(command.description());
  });

  it('holds every example of the help', () => {
    for (const example of Object.values(EXAMPLES).flat()) expect(lines).toContain(example);
  });

  it('holds no request that nobody meant: every line that begins with a dot is one of ours', () => {
    const requests = new Set(
      page
        .split('\n')
        .filter((line) => line.startsWith('.'))
        .map((line) => line.split(' ')[0]),
    );
    expect([...requests].sort()).toEqual(
      ['.B', '.PP', '.RI', '.SH', '.SS', '.TH', '.TP', '.\\"', '.br', '.fi', '.nf'].sort(),
    );
  });

  whenInstalled('groff').it('is read by groff without a warning', () => {
    const line = 'groff -man -ww -Kutf8 -Tutf8 2>&1 >/dev/null';
    expect(execFileSync('sh', ['-c', line], { input: page, encoding: 'utf8' })).toBe('');
  });
});
