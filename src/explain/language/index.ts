import type { Language } from '../../show/index.js';
import type { Catalogue } from './catalogue.js';
import { en } from './en.js';
import { vi } from './vi.js';

/** Adding a language is adding its file and its line here. */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, vi };
