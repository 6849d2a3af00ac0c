import { AttnError, type Fault, type Place } from '../core/index.js';
import type { SaidFault } from '../words/index.js';
import { dataError, fact } from './facts.js';
import type { Io } from './io.js';
import { messageLines, messageLook, safeMessage, type MessageLook } from './message.js';
import { languageOf, speaker, type Speaker } from './speaker.js';
import { valueIn } from './value-in.js';

/** More faults than this are counted, not shown. */
const MOST = 20;

/**
 * What is printed when a call has failed: text in the language of the call, or JSON (always English) with
 * `--error-format json`. Everything about a failure is loaded with this file, and only then.
 *
 * @param argv the words of the call, which may be wrong
 */
export async function failureOutput(error: unknown, argv: readonly string[], io: Io): Promise<string> {
  const faults = faultsOf(error);
  const stack = io.env['ATTN_DEBUG'] === '1' && error instanceof Error ? error.stack : undefined;
  if (valueIn(argv, '--error-format') === 'json') return failureJson(faults, await speaker('en'), stack);
  const look = messageLook(io, argv.includes('--ascii'));
  const words = await speaker(languageOf(valueIn(argv, '--lang'), io.env, look.unicode));
  return failureText(faults, look, words) + (stack ? `${stack}\n` : '');
}

/** Every failure as facts: ours, the system's, and what only a bug can cause. */
function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof AttnError) return error.faults;
  const { syscall, code = '', message, path } = error as NodeJS.ErrnoException;
  if (syscall === 'write') return dataError({ code: 'cannot-write-stdout', found: code, message }).faults;
  if (syscall !== undefined)
    return dataError({ code: 'system-error', found: code, message, ...(path !== undefined && { path }) }).faults;
  const text = error instanceof Error ? error.message : String(error);
  return dataError({ code: 'internal', message: text.split('\n')[0]! }).faults;
}

/**
 * The text of an error: at most three lines a fault, in the form
 *
 *     attn: k.json:3:9  expected a number, found "0,5"
 *       row 3 of K is  [1, 0, "0,5", 1]
 *       try: use a decimal point (0.5), or --decimal comma for CSV
 *
 * All text from outside is escaped here, in one place. Details are not wrapped: a caret or a drawing in
 * them must stay aligned with the line above.
 */
export function failureText(faults: readonly Fault[], look: MessageLook, words: Speaker): string {
  // A reader that has counted its rest itself says so in one fault more.
  const most = faults.length === MOST + 1 ? MOST + 1 : MOST;
  const shown = faults.slice(0, most).map((fault) => faultText(words.sayFault(fault), look, words));
  const more = faults.length - most;
  return (
    shown.join('') +
    (more > 0 ? messageLines('attn: ', words.say(fact('more-faults', { count: more })).what, look) : '')
  );
}

/** Does the sentence itself name the flag that stands in front of it? Once is enough. */
function names(what: string, where: string): boolean {
  // Only a flag: what a user typed for one may hold anything.
  return /^--[\w-]+$/.test(where) && new RegExp(`${where}(?![\\w-]| <)`).test(what);
}

function faultText({ where, what, detail, fix }: SaidFault, look: MessageLook, words: Speaker): string {
  const details = detail === undefined ? [] : typeof detail === 'string' ? [detail] : detail;
  const attempt = fix && words.say(fact('advice', { text: fix })).what;
  return [
    messageLines('attn: ', where && !names(what, where) ? `${where}  ${what}` : what, look),
    ...details.map((line) => `  ${safeMessage(line, look.unicode)}\n`),
    ...(attempt ? [messageLines('  ', attempt, look)] : []),
  ].join('');
}

/**
 * `attn-error/1`: one JSON object for all faults of a call. A field that does not apply is left out; `found` and `expected`
 * are data (a text, a number, a list of choices, a range), the other fields are for people.
 */
export function failureJson(faults: readonly Fault[], words: Speaker, stack?: string): string {
  const errors = faults.map((fault) => {
    const { what, detail, fix } = words.sayFault(fault);
    const { code, found, expected } = fault as Fault & { readonly found?: unknown; readonly expected?: unknown };
    return {
      code,
      message: what,
      ...placeFields(fault),
      found,
      expected,
      detail: detail === undefined || typeof detail === 'string' ? detail : detail.join('\n'),
      fix,
      stack,
    };
  });
  return `${JSON.stringify({ schema: 'attn-error/1', errors }, plainNumbers, 2)}\n`;
}

/** JSON has no NaN and no infinity. */
function plainNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

interface PlaceFields {
  readonly file?: string;
  readonly flag?: string;
  readonly line?: number;
  readonly column?: number;
  readonly problem?: number;
}

function placeFields({ where, ...fault }: Fault): PlaceFields {
  const place: Place = typeof where === 'string' ? placeIn(where) : { ...where };
  const { source, line, column, problem } = place;
  const { path } = fault as { readonly path?: string };
  const flag = source?.startsWith('-') === true && source !== '-';
  const file = flag || fault.code === 'unknown-choice' ? undefined : (source ?? path);
  return {
    ...(file !== undefined && { file }),
    ...(flag && { flag: source }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(problem && { problem: problem.number }),
  };
}

/** A place that is still a text: `k.json:3:9`. */
function placeIn(text: string): Place {
  const [, source, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(text) ?? [];
  return {
    ...(source !== undefined && { source }),
    ...(line !== undefined && { line: Number(line) }),
    ...(column !== undefined && { column: Number(column) }),
  };
}
