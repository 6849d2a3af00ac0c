import { Readable, Writable } from 'node:stream';
import type { Io } from '../../src/commands/io.js';
import { run } from '../../src/commands/run.js';

export interface Given {
  readonly stdin?: string | Uint8Array;
  /** Columns of a terminal; without it stdout is a pipe. */
  readonly columns?: number;
  readonly env?: Record<string, string>;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly bytes: Buffer;
}

/** `attn …` inside this process, with streams and an environment of its own. */
export async function attn(argv: readonly string[], { stdin = '', columns, env = {} }: Given = {}): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const sink = (pieces: Buffer[]): Writable =>
    new Writable({
      write: (piece: Buffer, _, done) => {
        pieces.push(Buffer.from(piece));
        done();
      },
    });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const io: Io = {
    stdin: Object.assign(Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin as string)]), {
      isTTY: false,
    }) as unknown as Io['stdin'],
    stdout: Object.assign(sink(out), terminal),
    stderr: Object.assign(sink(err), terminal),
    env: { LANG: 'en_US.UTF-8', ...env },
  };
  const code = await run(argv, io);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), bytes: Buffer.concat(out) };
}

/** The same, from a line as it is typed: words between blanks, quotes of both kinds. */
export function typed(line: string, given?: Given): Promise<Ran> {
  return attn(
    [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare!),
    given,
  );
}
