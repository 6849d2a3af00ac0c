import type { CommanderError } from 'commander';
import { AttnError } from '../core/index.js';
import { usageError } from './facts.js';
import { isClosedPipe, write, type Io } from './io.js';
import { written } from './pending.js';
import { valueIn } from './value-in.js';
import { VERSION } from './version.js';

const INTRODUCTION = `attn  the attention calculator: every stage of softmax(QKᵀ/√d_k)·V in exact digits

  attn compute --sentence "The animal didn't cross the street because it was tired"
  attn compute --q '[1 0; 0 1]' --k '[1 0; 1 1]' --v '[[1],[2]]' --explain

attn --help for all
`;

/**
 * Runs the command and returns its exit code: 0 success, 1 the data or the mathematics failed, 2 called wrongly, 130 interrupted.
 * The only place that prints an error. Nothing here or below calls process.exit(): it would cut off what is still being written.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    // Neither needs the tree of commands, which takes time to load.
    if (argv.length === 0) {
      await write(io.stderr, INTRODUCTION);
      return 2;
    }
    if (argv.every((word) => word.startsWith('-')) && argv.some((word) => word === '--version' || word === '-V')) {
      await write(io.stdout, versionText(argv.includes('--json')));
      return 0;
    }
    const code = await obey(argv, io);
    await written(io);
    return code;
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    await written(io).catch(() => undefined);
    const { failureOutput } = await import('./failure.js');
    await write(io.stderr, await failureOutput(error, argv, io)).catch(() => undefined);
    return exitCode(error);
  }
}

/** Loads the tree of commands and runs the command. */
async function obey(argv: readonly string[], io: Io): Promise<number> {
  const { program, readCall } = await import('./program.js');
  const outcome = { code: 0 };
  const root = program(io, outcome);
  const call = readCall(argv, root);
  if (call.help) {
    const { showHelp } = await import('./show-help.js');
    await showHelp(call, root, io);
    return 0;
  }
  if (call.version) {
    await write(io.stdout, versionText(argv.includes('--json')));
    return 0;
  }
  try {
    await root.parseAsync([...call.words], { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.code === 'commander.help') {
      if (valueIn(argv, '--error-format') === 'json') throw usageError({ code: 'no-command' });
      await write(io.stderr, INTRODUCTION);
      return 2;
    }
    const { commandOf, wrongCall } = await import('./wrong-call.js');
    if (error.code === 'commander.unknownCommand') commandOf(call.words[0]!, root);
    throw wrongCall(error, call, root);
  }
  return outcome.code;
}

function versionText(asJson: boolean): string {
  if (!asJson) return `attn ${VERSION}\n`;
  return `${JSON.stringify({ version: VERSION, node: process.version, platform: `${process.platform}-${process.arch}` })}\n`;
}

function exitCode(error: unknown): number {
  if (error instanceof AttnError) return error.kind === 'usage' ? 2 : 1;
  return (error as NodeJS.ErrnoException).syscall === undefined ? 70 : 1;
}

function isCommanderError(error: unknown): error is CommanderError {
  return (
    error instanceof Error &&
    'exitCode' in error &&
    'code' in error &&
    String((error as CommanderError).code).startsWith('commander.')
  );
}

/** The process's own streams and arguments. */
export async function main(): Promise<void> {
  const io: Io = {
    get stdin() {
      return process.stdin; // opened only when used
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
  };
  // Without a listener a closed pipe would print a stack trace; the write itself reports the error.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.exitCode = await run(process.argv.slice(2), io);
}
