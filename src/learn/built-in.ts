import { EXAMPLES, type Language } from '../words/index.js';
import type { Example } from './example.js';
import { compose } from './sentences/compose.js';

/** The sentences that `attn train` learns from when it is given none. `fixtures/referents.*.csv` hold the same. */
export function builtIn(language: Language): Example[] {
  return compose(EXAMPLES[language]);
}
