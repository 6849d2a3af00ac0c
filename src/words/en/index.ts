import { commands } from './commands.js';
import { core } from './core.js';
import { files } from './files.js';
import { model } from './model.js';
import { read } from './read.js';
import { trace } from './trace.js';

/** Every fact of the program in English. */
export const facts = { ...core, ...files, ...read, ...trace, ...model, ...commands };
export { place } from './place.js';
