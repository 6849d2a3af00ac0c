import { AttnError } from '../src/core/error.js';
import { sayFault, type SaidFault } from '../src/words/index.js';

/** The faults of an error in English, as the command prints them. */
export function said(error: unknown): SaidFault[] {
  if (!(error instanceof AttnError)) throw error;
  return error.faults.map((fault) => sayFault(fault));
}

/** The same as one text: what `toThrow` compares with. */
export function saidText(error: unknown): string {
  return said(error)
    .map(({ where, what }) => (where ? `${where}  ${what}` : what))
    .join('\n');
}
