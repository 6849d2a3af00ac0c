// What other rooms use of src/learn.
export { builtIn } from './built-in.js';
export { readExamples } from './data.js';
export type { Example } from './example.js';
export { decodeModel, encodeModel } from './file.js';
export { type Model, grown, newModel } from './model.js';
export { questions, vocabulary } from './question.js';
export { type Recalled, newLearner, readers, testLearner, trainLearner } from './recall/recall.js';
export { type Study, studyOf } from './recall/study.js';
export { type Report, reportOf } from './report.js';
export { progressLine } from './show/progress.js';
export { reportPage } from './show/report-document.js';
export { reportJson } from './show/report-json.js';
export { reportText } from './show/report-text.js';
export { studyJson } from './show/rnn-json.js';
export { studyText } from './show/rnn-text.js';
export { PLACES, STANDARD, type TrainOptions, train } from './train.js';
export { type TrainingSettings, training } from './training.js';
export { weightsOf } from './weights.js';
