import type { TraceFacts } from '../core/index.js';
import type { HelpTexts } from './en/help.js';
import type { TableWords } from './en/tables.js';
import { tables as tablesEn } from './en/tables.js';
import { trace as traceEn } from './en/trace.js';
import type { Language } from './languages.js';
import type { FactWords } from './say.js';
import type { PlaceWords, PlainSentences } from './sentence.js';
import { tables as tablesVi } from './vi/tables.js';
import { trace as traceVi } from './vi/trace.js';

// What nearly every run says. All else is in catalogues.ts, which most runs never load.

/** Warnings and conventions. */
export const TRACE_WORDS: Readonly<Record<Language, PlainSentences<TraceFacts>>> = { en: traceEn, vi: traceVi };

/** What tables say around the numbers. */
const TABLE_WORDS: Readonly<Record<Language, TableWords>> = { en: tablesEn, vi: tablesVi };

/** The words of tables in a language; English where its letters cannot be shown. */
export function tableWords({ lang, unicode }: { readonly lang: Language; readonly unicode: boolean }): TableWords {
  return TABLE_WORDS[unicode ? lang : 'en'];
}

/** The sentences of a language for every fact, and the words of a place. Loaded only when there is something to say. */
export const FACT_WORDS: Readonly<
  Record<Language, () => Promise<{ readonly facts: FactWords; readonly place: PlaceWords }>>
> = {
  en: () => import('./en/index.js'),
  vi: () => import('./vi/index.js'),
};

/** The help of a language: its frame, and the texts of flags. */
export const HELP_TEXTS: Readonly<Record<Language, () => Promise<HelpTexts>>> = {
  en: () => import('./en/help.js'),
  vi: () => import('./vi/help.js'),
};
