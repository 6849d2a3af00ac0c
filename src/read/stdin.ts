import { emptyInput } from './text/decode.js';
import { usageError } from './facts.js';

/** Hands out the bytes of stdin, once. `flag` says who asks, `subject` what is read: `Q`. */
export type Stdin = (flag: string, subject?: string) => Promise<Uint8Array>;

/**
 * Stdin as a source that can be read once.
 *
 * @param read all of it
 * @param terminal is somebody typing?
 * @param note takes the line that says so, at once
 * @example const stdin = stdinOnce(readAll, process.stdin.isTTY, (line) => process.stderr.write(`${line}\n`));
 */
export function stdinOnce(read: () => Promise<Uint8Array>, terminal: boolean, note: (line: string) => void): Stdin {
  let taken: string | undefined;
  return async (flag, subject) => {
    if (taken !== undefined) throw readTwice([taken, flag]);
    taken = flag;
    if (terminal) note(`reading ${subject ?? flag} from the keyboard; end with Ctrl-D`);
    const bytes = await read();
    if (bytes.length === 0) throw emptyInput('<stdin>', 0);
    return bytes;
  };
}

/**
 * Refuses two flags that both say `-` before anything is read, so that nobody types a matrix in vain.
 *
 * @param specs what each flag says
 * @throws AttnError
 * @example checkStdinOnce([['--q', '-'], ['--k', '-']]) // throws: stdin can be read only once (--q and --k both say -)
 */
export function checkStdinOnce(specs: Iterable<readonly [flag: string, spec: string]>): void {
  const flags = [...specs].filter(([, spec]) => spec === '-').map(([flag]) => flag);
  if (flags.length > 1) throw readTwice(flags);
}

function readTwice(flags: readonly string[]): Error {
  return usageError({ code: 'stdin-read-twice', flags });
}
