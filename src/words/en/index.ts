import { core } from './core.js';

/** Every fact of the program in English. */
export const facts = { ...core };
