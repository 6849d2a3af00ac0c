import { errorsOf } from '../core/index.js';

/** What can be wrong with an input before its content is judged. `words/` has the sentences. */
export interface ReadFacts {
  'sentence-too-long': { found: number; most: number };
  'delimiter-unknown': { found: string };
  'delimiter-is-decimal-sign': object;
  'stdin-not-here': object;
  'source-empty': object;
  'is-folder': object;
  'file-shrank': { bytes: number };
  'file-too-large': { most: number };
  'permission-denied': object;
  'file-name-too-long': object;
  'file-name-nul': object;
  'file-unreadable': { reason: string };
  'no-such-folder': { folder: string };
  'no-such-file': { near?: string };

  'let-form': { found: string };
  'let-name-taken': { name: string };
  'let-name-twice': { name: string };
  'let-unused': { names: readonly string[] };

  // What programs print.
  'printed-elided': { found: string; program: PrintedBy };
  'printed-code': { found: string };
  'printed-no-values': { found: string };
  'printed-not-closed': { found: string };
  'printed-unexpected': { found: string };
  'printed-mixed-separators': object;
  'printed-mixed-depth': object;
  'printed-row-length': { row: number; found: number; expected: number };
  'printed-axes': { found: number; most: number };
  'printed-empty': object;
}

/** Who prints in a form, as far as the form tells. */
export type PrintedBy = 'numpy' | 'torch' | 'tensorflow' | 'jax' | 'julia' | 'r' | 'pandas' | 'latex' | 'any';

export const { dataError, usageError } = errorsOf<ReadFacts>();
