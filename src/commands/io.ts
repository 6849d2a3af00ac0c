import type { Writable } from 'node:stream';

/** The outside world as far as a command may use it. Tests substitute their own. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Writes everything, in pieces that wait for a slow reader; nothing is cut off, because process.exit() is never called.
 *
 * @returns resolves when the last byte is written
 */
export function write(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  if (chunk.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

/** The reader has closed the pipe (`attn … | head -1`): the run ends quietly, without an error. */
export function isClosedPipe(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
