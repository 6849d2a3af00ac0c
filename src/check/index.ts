// What other rooms use of src/check.
export { check, type CheckRequest, type CheckResult, checkStages, weightsAsOutput } from './check.js';
export { flagOf, GIVEN_STAGES, type GivenStage } from './given-stages.js';
export type { Progress } from './judge.js';
export { probeHelp } from './probe-help.js';
export { probe } from './probe.js';
export { htmlReport } from './report/html.js';
export { jsonReport } from './report/json.js';
export { markdownReport } from './report/markdown.js';
export { textReport } from './report/report-text.js';
export { savedJson, savedText } from './report/saved.js';
export { verdictLine } from './report/words.js';
export { compareSaved } from './saved.js';
export type { Tolerance } from './check.js';
export type { Comparison } from './compare.js';
export type { Diagnosis } from './diagnose.js';
export type { Finding } from './finding.js';
export { givenField, givenFlag, type GivenFlag } from './given-stages.js';
export type { StageVerdict } from './stage.js';
