import { spawn } from 'node:child_process';
import { resolve as absolute } from 'node:path';

/** The command as it is installed: built from these sources before the tests (build.ts). */
export const ATTN = absolute(process.env['ATTN_BUILT'] ?? 'dist', 'bin', 'attn.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A line of bash in which `attn` is the built command, with an environment of its own. */
export function bash(line: string, env: Record<string, string> = {}, cwd = 'fixtures'): Promise<Ended> {
  const child = spawn('bash', ['-c', `attn() { "${process.execPath}" "${ATTN}" "$@"; }\n${line}`], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

export function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => out.push(piece));
  child.stderr?.on('data', (piece: Buffer) => err.push(piece));
  return new Promise((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}
