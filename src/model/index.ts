// What other rooms use of src/model.
export { oneHead, onlyTokens, overHeads, overWords, rollout } from './aggregate.js';
export type { AttentionKind } from './attention.js';
export { numberIn } from './config.js';
export { type ModelFacts, dataError as modelDataError, modelFact, usageError as modelUsageError } from './facts.js';
export { type ModelInput, type Place, runModel } from './forward.js';
export { guesses } from './guess.js';
export { allProblems, kindsOf, layerCount, layerName, layerProblem } from './layers.js';
export type { Model } from './model.js';
export { openModel, type OpenedModel } from './open.js';
export { hasLogits, logits } from './output.js';
export { type Report, reportJson } from './report-json.js';
export { reportText } from './report-text.js';
export { survey } from './survey.js';
export { openTokenizer, type Piece, type Tokenizer } from './tokenizer.js';
