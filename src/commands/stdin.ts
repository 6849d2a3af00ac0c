import { refuseZeros, type Stdin, stdinOnce } from '../read/index.js';
import { dataError } from './facts.js';
import type { Io } from './io.js';

/** Endless input (`cat /dev/zero |`) is stopped here. */
const MOST_BYTES = 2 ** 29;

/** All of stdin. @throws AttnError when it does not end within the limit */
async function readStdin(io: Io, most: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of io.stdin as AsyncIterable<Buffer>) {
    if (total === 0) refuseZeros(piece, '<stdin>');
    total += piece.length;
    if (total > most) throw dataError({ code: 'stdin-too-long', where: { source: '<stdin>' }, most });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Stdin, for the first caller that needs it. Opening it takes some milliseconds, so it is opened only then. @param most bytes that may be read */
export function stdinOf(io: Io, note: (line: string) => void, most: number = MOST_BYTES): Stdin {
  let opened: Stdin | undefined;
  return (flag, subject) =>
    (opened ??= stdinOnce(() => readStdin(io, Math.min(most, MOST_BYTES)), io.stdin.isTTY === true, note))(
      flag,
      subject,
    );
}
