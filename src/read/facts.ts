import { errorsOf } from '../core/error.js';

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
}

export const { dataError, usageError } = errorsOf<ReadFacts>();
