/** The one reader of one head of a trace: used by show, explain, page and check. */
export {
  columnProducts,
  differenceOf,
  dotProducts,
  headOfOutput,
  mixProducts,
  valueFor,
  outputsOfHeads,
  softmaxRow,
  type Difference,
  type Product,
  type SoftmaxRow,
} from './derive.js';
export {
  BEFORE_MASK,
  HEAD_OUTPUT,
  KEYS,
  lensOn,
  LOGITS,
  QUERIES,
  stageOf,
  BEFORE_SCALE,
  VALUES,
  type Lens,
  type Which,
} from './lens.js';
export { matricesOf, matrixOf, type Matrix } from './matrix.js';
