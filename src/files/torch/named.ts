import { dataError } from '../facts.js';
import { isDict, isList, tensorOf, type TensorView, type TorchValue } from './objects.js';

/** Checkpoints nest their dicts two or three deep; a list that holds itself would nest without end. */
const DEEPEST = 32;

/** One list may stand in many others: its values are met once for each. */
const MOST_VALUES = 2 ** 18;

/** What a file holds: tensors by their paths, and the plain values of its outermost dict. */
export interface Named {
  readonly views: ReadonlyMap<string, TensorView>;
  readonly settings: ReadonlyMap<string, number | string | boolean>;
}

/**
 * The tensors in nested dicts and lists, by the path to them: `state_dict.layers.0.q_proj.weight`. A lone tensor has the name ''.
 *
 * @throws AttnError when two have one name, or it is nested too deep
 */
export function namedTensors(root: TorchValue, where: string): Named {
  const views = new Map<string, TensorView>();
  const settings = new Map<string, number | string | boolean>();
  let met = 0;
  const visit = (value: TorchValue, path: string, depth: number): void => {
    if (depth > DEEPEST) throw dataError({ where: { source: where }, code: 'pickle-depth', most: DEEPEST });
    if (++met > MOST_VALUES)
      throw dataError({ where: { source: where }, code: 'pickle-too-many', of: 'values', most: MOST_VALUES });
    const view = tensorOf(value);
    if (view) {
      if (views.has(path)) throw dataError({ where: { source: where }, code: 'torch-name-repeated', name: path });
      views.set(path, view);
    } else if (isDict(value)) {
      for (const [key, item] of value.entries ?? []) visit(item, joinedPath(path, String(key)), depth + 1);
    } else if (isList(value)) {
      value.items.forEach((item, n) => visit(item, joinedPath(path, String(n)), depth + 1));
    } else if (depth === 1 && isDict(root) && isPlain(value)) {
      settings.set(path, value);
    }
  };
  visit(root, '', 0);
  return { views, settings };
}

const joinedPath = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function isPlain(value: unknown): value is number | string | boolean {
  return ['number', 'string', 'boolean'].includes(typeof value);
}
