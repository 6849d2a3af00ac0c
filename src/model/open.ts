import { readConfig } from './config.js';
import { openWeights } from './folder.js';
import { openGgufModel } from './gguf-model.js';
import type { Model } from './model.js';
import { isFile } from './open-file.js';
import { openTokenizer, type Tokenizer } from './tokenizer.js';

/** A model that was opened, and where its tokenizer is. */
export interface OpenedModel extends Model {
  /** @throws AttnError when there is none that can be read */
  readonly tokenizer: () => Promise<Tokenizer>;
}

/**
 * A model as it was downloaded: a folder with config.json and weights, or a GGUF file. Nothing of the weights is read yet but their
 * names.
 *
 * @throws AttnError
 */
export function openModel(path: string): OpenedModel {
  if (isFile(path)) return openGgufModel(path);
  return { config: readConfig(path), weights: openWeights(path), tokenizer: () => openTokenizer(path) };
}
