import { readConfig } from './config.js';
import { openWeights } from './folder.js';
import type { Model } from './model.js';

/**
 * A model in a folder as it was downloaded: config.json and its weights. Nothing of the weights is read yet but their names.
 *
 * @throws AttnError
 */
export function openModel(folder: string): Model {
  return { config: readConfig(folder), weights: openWeights(folder) };
}
