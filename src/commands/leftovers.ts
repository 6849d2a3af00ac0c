import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const LEFTOVER = /^\.attn-([\da-f]{8})-(\d+)-[\da-f]{8}\.tmp$/;
/** A file of another machine counts as a leftover after this time without a change: its process cannot be checked. */
const ABANDONED_MS = 24 * 3600 * 1000;

let ours: string | undefined;

/** The name of a file that is written to before it takes the place of another: `.attn-MACHINE-PROCESS-RANDOM.tmp`. */
export function temporaryName(): string {
  return `.attn-${machine()}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/**
 * Removes what killed runs (SIGKILL, a power cut) left in a folder: files named by attn whose process has ended. Names are
 * random, so no file of a living process has the name of a dead one's, and many may do this at once.
 *
 * @returns the names of what was removed
 */
export async function removeLeftovers(folder: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const [, host, pid] = LEFTOVER.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const abandoned = host === machine() ? !isAlive(Number(pid)) : await isOld(path);
    if (
      abandoned &&
      (await unlink(path).then(
        () => true,
        () => false,
      ))
    )
      removed.push(name);
  }
  return removed;
}

/** Identifies the machine: other machines and containers that share the folder reuse the same process numbers. */
function machine(): string {
  if (ours !== undefined) return ours;
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: fall back to the host name.
  }
  ours = createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 8);
  return ours;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: the process of another user
  }
}

async function isOld(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > ABANDONED_MS,
    () => false,
  );
}
