import type { AllFacts } from '../all-facts.js';
import type { Sentences } from '../sentence.js';
import { check } from './check-facts.js';
import { commands } from './commands.js';
import { core } from './core.js';
import { explain } from './explain.js';
import { expression } from './expression.js';
import { files } from './files.js';
import { kernel } from './kernel.js';
import { learn } from './learn.js';
import { model } from './model.js';
import { read } from './read.js';
import { show } from './show.js';
import { trace } from './trace.js';

/** The facts of each room. */
export const rooms = { core, expression, kernel, files, read, trace, commands, show, explain, check, learn, model };

/** Every fact of the program in English. */
export const facts = {
  ...core,
  ...expression,
  ...kernel,
  ...files,
  ...read,
  ...trace,
  ...commands,
  ...show,
  ...explain,
  ...check,
  ...learn,
  ...model,
} satisfies Sentences<AllFacts>;
export { place } from './place.js';
