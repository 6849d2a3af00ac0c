import { check } from './check-facts.js';
import { commands } from './commands.js';
import { core } from './core.js';
import { explain } from './explain.js';
import { expression } from './expression.js';
import { files } from './files.js';
import { learn } from './learn.js';
import { model } from './model.js';
import { read } from './read.js';
import { show } from './show.js';
import { trace } from './trace.js';

/** The facts of each room. */
export const rooms = { core, files, read, trace, commands, show, explain, check, learn, model };

/** Every fact of the program in English. */
export const facts = {
  ...core,
  ...expression,
  ...files,
  ...read,
  ...trace,
  ...commands,
  ...show,
  ...explain,
  ...check,
  ...learn,
  ...model,
};
export { place } from './place.js';
