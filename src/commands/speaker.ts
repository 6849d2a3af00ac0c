import type { Fact, Fault } from '../core/index.js';
import { chooseLanguage, type Language, LANGUAGES } from '../show/index.js';
import type { Said, SaidFault } from '../words/index.js';

/** Turns facts into text, in one language. */
export interface Speaker {
  readonly say: (fact: Fact) => Said;
  readonly sayFault: (fault: Fault) => SaidFault;
}

/** The words of a language; loaded only when there is something to say. */
export async function speaker(lang: Language): Promise<Speaker> {
  const { say, sayFault } = await import('../words/index.js');
  if (lang === 'en') return { say: (fact) => say(fact), sayFault: (fault) => sayFault(fault) };
  const { facts, place } = await import('../words/vi/index.js');
  return {
    say: (fact) => say(fact, facts),
    sayFault: (fault) => sayFault(fault, facts, undefined, place),
  };
}

/** The language of messages: `--lang`, else the locale. What `--lang` must not say is refused elsewhere, in the language of the locale. */
export function languageOf(flag: unknown, env: NodeJS.ProcessEnv, unicode: boolean): Language {
  // In ASCII nothing but English can be read.
  if (!unicode) return 'en';
  return chooseLanguage(
    LANGUAGES.find((known) => known === flag),
    env,
  );
}
