import type { FactOf, TraceFacts } from '../core/index.js';
import { TRACE_WORDS } from './common.js';
import type { Language } from './languages.js';
import { AS_FLAGS, type Naming, type Sentence } from './sentence.js';

/**
 * A warning, or the value of a convention, in words. Files are written in English, so that programs can compare them.
 *
 * @example traceText({ code: 'window', before: 1, after: -1 }) // => '1 before, all after, both inclusive'
 */
export function traceText(fact: FactOf<TraceFacts>, lang: Language = 'en', naming: Naming = AS_FLAGS): string {
  const sentence = TRACE_WORDS[lang][fact.code] as Sentence<unknown, string>;
  return sentence(fact, naming);
}
