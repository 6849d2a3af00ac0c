import { type Stdin, stdinOnce } from '../read/index.js';
import { dataError } from './facts.js';
import type { Io } from './io.js';

/** Endless input (`< /dev/zero`) is stopped here. */
const MOST_BYTES = 2 ** 31;

/** All of stdin. @throws AttnError when it does not end within 2 GiB */
async function readStdin(io: Io): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of io.stdin as AsyncIterable<Buffer>) {
    total += piece.length;
    if (total > MOST_BYTES) throw dataError({ code: 'stdin-too-long', where: { source: '<stdin>' }, most: MOST_BYTES });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Stdin, for the first caller that needs it. Opening it takes some milliseconds, so it is opened only then. */
export function stdinOf(io: Io, note: (line: string) => void): Stdin {
  let opened: Stdin | undefined;
  return (flag, subject) => (opened ??= stdinOnce(() => readStdin(io), io.stdin.isTTY === true, note))(flag, subject);
}
