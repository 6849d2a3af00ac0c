// What other rooms use of src/core.
export { type Alignment, align, isPaddedQuery } from './align.js';
export { type Arranged, arrange } from './arrange.js';
export { attend, forward } from './attend.js';
export { GRADIENTS, inputsBackward } from './backward.js';
export { block, headByHead, sharedBlock } from './blocks.js';
export { broadcastSteps } from './broadcast.js';
export { each, forRows, leaveOut } from './cells.js';
export { expectedOf, foundValue, isInRange, isReach } from './check-options.js';
export { conventions } from './conventions.js';
export { cos, exp, log, pow, sin, tanh } from './elementary.js';
export { type EmbedSettings, embed } from './embed.js';
export {
  AttnError,
  type Excerpt,
  type Fault,
  type FaultIn,
  type FaultKind,
  type TextFault,
  dataError,
  errorsOf,
  usageError,
  wordErrors,
  type Wording,
} from './error.js';
export type { Fact, FactOf, Place } from './fact.js';
export type { CoreFacts, Expectation, FoundValue } from './facts.js';
export { headsApart, inward, outward, swapMiddle } from './form.js';
export { gateLogits, gateOf } from './gate.js';
export { joinHeads, sharedHead, splitHeads, unjoinHeads } from './heads.js';
export { type Holdings, holdings } from './holdings.js';
export { sourceGradients } from './gradients.js';
export { type IdleFact, idleOptions } from './idle.js';
export type { Change, Injection } from './injection.js';
export { inputOptions, inputTensors, TURNED_WEIGHTS } from './inputs.js';
export { labels } from './labels.js';
export { type Axes, axisNames, swapFirst, swapped } from './layout.js';
export { type MaskReason, maskReason, reasonNumber, maskBeforeSelection } from './mask-reason.js';
export { cellReader, checkBoolean, firstReason, maskReasons, maskRules } from './mask.js';
export { multiply, multiplyTransposed, transposedMultiply } from './matrix.js';
export { NORMALIZERS, normalizerRule } from './normalizer/normalizer.js';
export { logSumExp } from './normalizer/softmax.js';
export {
  OPTIONS,
  OPTION_LIST,
  type Option,
  type OptionName,
  PROBLEM_OPTIONS,
  type ProblemOption,
  fieldName,
  optionNamed,
  takesTensor,
} from './options.js';
export type { Camel, Need } from './options/spec.js';
export { isDotProduct, isDotProductSoftmax, isOneMap } from './plain.js';
export { alibiSlopes, rotate, sinusoidal, slopesOf } from './position.js';
export {
  type Causal,
  type CellFunction,
  type EmptyRows,
  type FloatType,
  type NormalizeOver,
  type Normalizer,
  OTHER_FIELDS,
  type Problem,
  type Provenance,
  type ScoreFunction,
  type Similarity,
  type SizeFunction,
  type ScaleSizes,
} from './problem.js';
export { addBias, project, transpose } from './project.js';
export { type Generator, generator } from './random.js';
export { isPlainRope } from './rope/rope.js';
export { ROPE_SCALING_KEYS, type RopeScaling, checkScaling } from './rope/scaling.js';
export { bfloat16Bits, bfloat16Value, float16Bits, float16Value, roundTo } from './round.js';
export { runSteps, start } from './run.js';
export { hasOutput, savedName } from './saved.js';
export { type Settings, settle } from './settings.js';
export { entropy } from './steps/entropy.js';
export { INPUTS, OUTPUTS, equalStages } from './steps/index.js';
export { gradientOfHeads, gradientOfOutput, joinsHeads } from './steps/join.js';
export { mix } from './steps/mix.js';
export { sinksOf } from './steps/normalize.js';
export { step } from './steps/scores.js';
export { softcap } from './steps/softcap.js';
export type { EmptyRow, Pass, ValueName, Values } from './steps/step.js';
export {
  type DType,
  fourAxes,
  hasFourAxes,
  isTensor,
  matrix,
  reshape,
  type Shape4,
  shapeText,
  sizeOf,
  type Tensor,
  type Tensor4,
  tensor,
} from './tensor.js';
export type { NonFiniteCell, RowPlace, TraceFacts, Warning } from './trace-facts.js';
export {
  type Axis,
  type Convention,
  type Form,
  isOfParameter,
  STAGES,
  type Sizes,
  type Stage,
  type StageName,
  type Trace,
  scaleAt,
  MASKED_STAGES,
  SCORE_STAGES,
} from './trace.js';
export { behindMask, emptyRowWarnings, nonFiniteScores, nonFiniteWarnings } from './warnings.js';
export { documentIds, documentsOf } from './documents.js';
export { lambdaOf, outputNorm, outputSizes, pairOf, pairWith } from './differential.js';
export { latentRow, upColumn } from './latent.js';
export { FEATURE_MAPS, featureMapRule } from './feature-map.js';
export { RECURRENCES, recurrenceRule, type Recurrence } from './recurrence/table.js';
export type { Arrays } from './element.js';
export { elementOf } from './element.js';
export { type RelativeValue, relativeText, relativeValuesOf } from './relative.js';
