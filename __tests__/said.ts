import { AttnError } from '../src/core/error.js';
import type { Trace } from '../src/core/trace.js';
import { traceText } from '../src/words/trace.js';
import { sayFault, type SaidFault } from '../src/words/index.js';

/** The faults of an error in English, as the command prints them. */
export function said(error: unknown): SaidFault[] {
  if (!(error instanceof AttnError)) throw error;
  return error.faults.map((fault) => sayFault(fault));
}

/** What a call is refused with, as one text. */
export function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return saidText(error);
  }
  throw new Error('expected an AttnError, but nothing was thrown');
}

/** The same of what comes later. */
export async function rejectionOf(coming: Promise<unknown>): Promise<string> {
  const error: unknown = await coming.then(
    () => undefined,
    (refused: unknown) => refused,
  );
  if (error === undefined) throw new Error('expected an AttnError, but nothing was thrown');
  return saidText(error);
}

/** The same as one text: what `toThrow` compares with. */
export function saidText(error: unknown): string {
  return said(error)
    .map(({ where, what }) => (where ? `${where}  ${what}` : what))
    .join('\n');
}

/** The warnings of a computation in English, as the command prints them. */
export function saidWarnings({ warnings }: Pick<Trace, 'warnings'>): string[] {
  return warnings.map((warning) => traceText(warning));
}

/** The conventions of a computation, their values in English as in JSON. */
export function saidConventions({ conventions }: Pick<Trace, 'conventions'>): {
  name: string;
  value: string;
  standard: boolean;
}[] {
  return conventions.map(({ value, ...rest }) => ({ ...rest, value: traceText(value) }));
}
