import type { ModelConfig } from './config.js';
import type { Weights } from './weights.js';

/** A model that was opened. */
export interface Model {
  readonly config: ModelConfig;
  readonly weights: Weights;
}
