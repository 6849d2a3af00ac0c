export { say, sayFault, type FactWords } from './say.js';
export {
  AS_FIELDS,
  AS_FLAGS,
  type Naming,
  type PlaceWords,
  type Said,
  type SaidFault,
  type Sentence,
  type Sentences,
} from './sentence.js';
export { flags } from './en/flags.js';
export { help, type HelpTexts } from './en/help.js';
export { OPTION_HELP } from './en/options.js';
export { grouped } from './numbers.js';
export { type Language, LANGUAGE_NAMES, LANGUAGES } from './languages.js';
export { traceText } from './trace.js';
export { placeText } from './place.js';
export { FACT_WORDS, HELP_TEXTS, tableWords } from './common.js';
export {
  EXAMPLES,
  GLOSSARY_WORDS,
  LESSON_WORDS,
  SESSION_WORDS,
  WORKSHEET_WORDS,
  MODEL_REPORT_WORDS,
  PAGE_WORDS,
  PICTURE_WORDS,
  RNN_WORDS,
  TRAINING_WORDS,
} from './catalogues.js';
export type { LessonWords } from './en/lesson.js';
export type { ModelReportWords } from './en/model-report.js';
export type { PageWords } from './en/page.js';
export type { PictureWords } from './en/pictures.js';
export type { RnnWords } from './en/rnn.js';
export type { TrainingWords } from './en/training.js';
export type { Lexicon, Noun } from './lexicon.js';
export { closest } from './closest.js';
