import type { Fact, Fault } from '../core/index.js';
import { chooseLanguage } from '../show/index.js';
import { type Language, LANGUAGES, type Said, type SaidFault } from '../words/index.js';

/** Turns facts into text, in one language. */
export interface Speaker {
  readonly say: (fact: Fact) => Said;
  readonly sayFault: (fault: Fault) => SaidFault;
}

/** The words of a language; loaded only when there is something to say. */
export async function speaker(lang: Language): Promise<Speaker> {
  const [{ say, sayFault }, { facts, place }] = await Promise.all([
    import('../words/say.js'),
    import('../words/common.js').then(({ FACT_WORDS }) => FACT_WORDS[lang]()),
  ]);
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
