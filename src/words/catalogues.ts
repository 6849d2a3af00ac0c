import { examples as examplesEn } from './en/examples.js';
import { lesson as lessonEn, type LessonWords } from './en/lesson.js';
import { modelReport as modelReportEn, type ModelReportWords } from './en/model-report.js';
import { page as pageEn, type PageWords } from './en/page.js';
import { pictures as picturesEn, type PictureWords } from './en/pictures.js';
import { rnn as rnnEn, type RnnWords } from './en/rnn.js';
import { training as trainingEn, type TrainingWords } from './en/training.js';
import { session as sessionEn, type SessionWords } from './en/session.js';
import { worksheet as worksheetEn, type WorksheetWords } from './en/worksheet.js';
import { glossary as glossaryEn, type GlossaryWords } from './en/glossary.js';
import type { Language } from './languages.js';
import type { Lexicon } from './lexicon.js';
import { examples as examplesVi } from './vi/examples.js';
import { lesson as lessonVi } from './vi/lesson.js';
import { modelReport as modelReportVi } from './vi/model-report.js';
import { page as pageVi } from './vi/page.js';
import { pictures as picturesVi } from './vi/pictures.js';
import { rnn as rnnVi } from './vi/rnn.js';
import { training as trainingVi } from './vi/training.js';
import { session as sessionVi } from './vi/session.js';
import { worksheet as worksheetVi } from './vi/worksheet.js';
import { glossary as glossaryVi } from './vi/glossary.js';

type InEveryLanguage<Words> = Readonly<Record<Language, Words>>;

/** The lesson. */
export const LESSON_WORDS: InEveryLanguage<LessonWords> = { en: lessonEn, vi: lessonVi };

/** The labels of SVG and page, and the few words of a derivation. */
export const PICTURE_WORDS: InEveryLanguage<PictureWords> = { en: picturesEn, vi: picturesVi };

/** The page around the numbers. */
export const PAGE_WORDS: InEveryLanguage<PageWords> = { en: pageEn, vi: pageVi };

/** The report of a training. */
export const TRAINING_WORDS: InEveryLanguage<TrainingWords> = { en: trainingEn, vi: trainingVi };

/** The texts of `attn rnn`. */
export const RNN_WORDS: InEveryLanguage<RnnWords> = { en: rnnEn, vi: rnnVi };

/** Sentences for examples, and what they are made of. */
export const EXAMPLES: InEveryLanguage<Lexicon> = { en: examplesEn, vi: examplesVi };

/** The map of the heads of a model. */
export const MODEL_REPORT_WORDS: InEveryLanguage<ModelReportWords> = { en: modelReportEn, vi: modelReportVi };

/** The session on a terminal, and its quiz. */
export const SESSION_WORDS: InEveryLanguage<SessionWords> = { en: sessionEn, vi: sessionVi };

/** The worksheet and its key. */
export const WORKSHEET_WORDS: InEveryLanguage<WorksheetWords> = { en: worksheetEn, vi: worksheetVi };

/** The glossary. */
export const GLOSSARY_WORDS: InEveryLanguage<GlossaryWords> = { en: glossaryEn, vi: glossaryVi };
