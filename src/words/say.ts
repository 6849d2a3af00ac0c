import type { Fact, Fault } from '../core/index.js';
import { facts as en } from './en/index.js';
import { excerptText, placeText } from './place.js';
import {
  AS_FLAGS,
  isText,
  type Naming,
  type PlaceWords,
  type Said,
  type SaidFault,
  type Sentence,
} from './sentence.js';

/** The sentences of one language, by code. */
export type FactWords = Readonly<Record<keyof typeof en, unknown>>;

/** A fact in words. @throws TypeError for a code without a sentence: a bug of ours */
export function say(fact: Fact, words: FactWords = en, naming: Naming = AS_FLAGS): Said {
  if (isText(fact)) {
    const { what, detail, fix } = fact;
    return { what, ...(detail !== undefined && { detail }), ...(fix !== undefined && { fix }) };
  }
  const sentence = (words as unknown as Readonly<Record<string, Sentence<Fact>>>)[fact.code];
  if (!sentence) throw new TypeError(`no sentence for ${fact.code}`);
  const said = sentence(fact, naming);
  return typeof said === 'string' ? { what: said } : said;
}

/**
 * A fault in words, with its place.
 *
 * @param words the sentences of a language; English by default
 * @example
 * const error = await new Promise((resolve) => resolve(attend({ q: matrix([[1]]), k: matrix([[1, 2]]) }))).catch((reason) => reason);
 * sayFault(error.faults[0]).what // => 'shapes do not fit'
 */
export function sayFault(
  fault: Fault,
  words: FactWords = en,
  naming: Naming = AS_FLAGS,
  place?: PlaceWords,
): SaidFault {
  return {
    ...(fault.excerpt && { detail: excerptText(fault.excerpt, place) }),
    ...say(fault, words, naming),
    ...(fault.where !== undefined && { where: placeText(fault.where, place) }),
  };
}
