/**
 * The languages there are, each with its own name for itself. From them come the choices of `--lang`, what a locale may ask for, the
 * switch of the page, and, by their type, the catalogues that there must be.
 */
export const LANGUAGE_NAMES = { en: 'English', vi: 'Tiếng Việt' } as const;

/** A language by its code in ISO 639-1. */
export type Language = keyof typeof LANGUAGE_NAMES;

export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly Language[];
