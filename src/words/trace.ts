import type { FactOf, TraceFacts } from '../core/index.js';
import { trace as en } from './en/trace.js';
import type { Language } from './languages.js';
import { AS_FLAGS, type Naming, type PlainSentences, type Sentence } from './sentence.js';
import { trace as vi } from './vi/trace.js';

/** Apart from the sentences of errors, so that the page does not carry those. */
const TRACE: Readonly<Record<Language, PlainSentences<TraceFacts>>> = { en, vi };

/**
 * A warning, or the value of a convention, in words. Files are written in English, so that programs can compare them.
 *
 * @example traceText({ code: 'window', before: 1, after: -1 }) // => '1 before, all after, both inclusive'
 */
export function traceText(fact: FactOf<TraceFacts>, lang: Language = 'en', naming: Naming = AS_FLAGS): string {
  const sentence = TRACE[lang][fact.code] as Sentence<unknown, string>;
  return sentence(fact, naming);
}
