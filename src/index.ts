/**
 * attn as a library: what the command can do, a program can do by import.
 *
 * @example
 * import { attend, outward, problemOf, readMatrix } from 'attn';
 * const q = await readMatrix('fixtures/q.json');
 * const trace = attend(await problemOf({ q, k: 'fixtures/k.json', v: [[1], [2], [3], [4]], causal: 'top-left' }));
 * outward(trace, trace.stages.get('weights')).shape // => [4, 4]
 * [...outward(trace, trace.stages.get('output')).data.slice(0, 2)] // => [1, 1.6224593312018546]
 */
import { wordErrors } from './core/index.js';
import { AS_FIELDS, sayFault } from './words/index.js';

export { attend } from './core/index.js';
export { embed, type EmbedSettings } from './core/index.js';
export { AttnError, type TextFault, type FaultKind } from './core/index.js';
export { outward } from './core/index.js';
export { alibiSlopes, rotate, sinusoidal } from './core/index.js';
export type { CellFunction, Problem, Provenance, ScoreFunction, SizeFunction } from './core/index.js';
export { generator, type Generator } from './core/index.js';
export { roundTo } from './core/index.js';
export { matrix, tensor, type DType, type Tensor } from './core/index.js';
export {
  STAGES,
  type Convention,
  type Form,
  type Sizes,
  type Stage,
  type StageName,
  type Trace,
} from './core/index.js';
export { compileCell, compileNumber, compileScale, compileScore } from './expression/index.js';
export { problemOf, readBundle } from './read/index.js';
export type { Document } from './read/index.js';
export { readDocument, readMatrix } from './read/index.js';
export { tokenize } from './read/index.js';
export { encodeNpy, encodeNpz, encodeSafetensors } from './files/index.js';
export { render } from './show/index.js';
export type { OutFormat } from './show/index.js';
export type { ShowOptions } from './show/index.js';
export { sayFault } from './words/index.js';
export {
  explain,
  type ExplainOptions,
  lesson,
  type Lesson,
  type LessonOptions,
  renderLessonText,
  type Speaker,
  type Step,
  type TextOptions,
} from './explain/index.js';
export {
  check,
  type CheckRequest,
  type CheckResult,
  type Comparison,
  type Diagnosis,
  type Finding,
  type StageVerdict,
  type Tolerance,
} from './check/index.js';
export { attendFast, type Fast, type FastOptions } from './kernel/index.js';
export { train, type TrainOptions } from './learn/index.js';
// Types that the exports above speak of.
export type { Fault } from './core/index.js';
export type { Place } from './core/index.js';
export type { Axis } from './core/index.js';
export type { Example } from './learn/index.js';
export type { Model } from './learn/index.js';
export type { Report } from './learn/index.js';
export type { ReadContext } from './read/index.js';
export type { FactWords, Naming, SaidFault } from './words/index.js';

// Errors of the library speak English, and name options as fields.
wordErrors((fault) => {
  const { where, what, fix } = sayFault(fault, undefined, AS_FIELDS);
  return `${where === undefined ? '' : `${where}  `}${what}${fix === undefined ? '' : ` (${fix})`}`;
});
