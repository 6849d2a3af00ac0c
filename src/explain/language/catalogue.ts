import type { en } from './en.js';

/** Every sentence of the lesson and the glossary. A language that lacks one does not compile. */
export type Catalogue = typeof en;

/** A share from `from` (included) to `to` that has a name: "nearly half". */
export type Fraction = readonly [from: number, to: number, name: string];
