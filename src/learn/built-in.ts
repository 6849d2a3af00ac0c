import type { Language } from '../show/index.js';
import type { Example } from './example.js';
import { compose } from './sentences/compose.js';
import { english } from './sentences/english.js';
import { vietnamese } from './sentences/vietnamese.js';

/** The sentences that `attn train` learns from when it is given none. `fixtures/referents.*.csv` hold the same. */
export function builtIn(language: Language): Example[] {
  return compose(language === 'vi' ? vietnamese : english);
}
