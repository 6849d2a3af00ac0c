import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ATTN } from './attn.js';

// A real terminal: tmux draws what attn writes, and gives back the screen.
const NAME = 'attn';

export function tmux(...words: string[]): string {
  return execFileSync('tmux', ['-L', `attn-test-${process.pid}`, ...words], { encoding: 'utf8' });
}

/** Runs a line of shell, in which `attn` is the built command, in a terminal of its own. */
export function start(line: string, columns: number, rows = 40): void {
  const shell = `LANG=en_US.UTF-8 bash --norc -c 'trap : INT; attn() { "${process.execPath}" "${ATTN}" "$@"; }; ${line}; echo "code $?"; sleep 30'`;
  tmux('new-session', '-d', '-s', NAME, '-x', String(columns), '-y', String(rows), shell);
}

export function end(): void {
  tmux('kill-session', '-t', NAME);
}

export function press(...keys: readonly string[]): void {
  for (const key of keys) tmux('send-keys', '-t', NAME, key);
}

export function resize(columns: number, rows: number): void {
  tmux('resize-window', '-t', NAME, '-x', String(columns), '-y', String(rows));
}

/** The screen, colours and all, as soon as the pattern is on it. */
export async function shows(pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const seen = tmux('capture-pane', '-p', '-e', '-t', NAME);
    if (pattern.test(plain(seen))) return seen;
    await pause(100);
  }
  throw new Error(`never came: ${pattern}\n${tmux('capture-pane', '-p', '-t', NAME)}`);
}

export const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;]*m/g, '');
