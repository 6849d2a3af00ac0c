// What other rooms use of src/kernel.
export {
  type Limit,
  type Measured,
  measureKernel,
  multiplyAddLimit,
  operations,
  problemOf,
  type Size,
} from './measure.js';
export type { Refusal } from './facts.js';
export { attendFast, type Fast, type FastOptions } from './engine.js';
export { product } from './product.js';
