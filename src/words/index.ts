export { say, sayFault, type FactWords } from './say.js';
export {
  AS_FIELDS,
  AS_FLAGS,
  placeText,
  type Naming,
  type PlaceWords,
  type Said,
  type SaidFault,
  type Sentence,
  type Sentences,
} from './sentence.js';
export { OPTION_HELP } from './en/options.js';
export { grouped } from './numbers.js';
export { type Language, LANGUAGE_NAMES, LANGUAGES } from './languages.js';
export { traceText } from './trace.js';
