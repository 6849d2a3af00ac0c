import { core } from './core.js';

/** Every fact of the program in Vietnamese. */
export const facts = { ...core };
