import type { en } from './en.js';

/** Every sentence of the lesson and the glossary. A language that lacks one does not compile. */
export type Catalogue = typeof en;
