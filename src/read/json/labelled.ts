import { shapeText, sizeOf, type Tensor } from '../../core/index.js';
import { closest } from '../../words/index.js';
import type { ReadFault } from '../facts.js';
import type { FaultList } from '../text/faults.js';

/** A tensor of a JSON text with what was written around its numbers. */
export interface LabelledJson {
  readonly name: string;
  readonly at: number;
  /** Place of the value of one of its keys. */
  readonly placeOf: (key: string) => string;
  readonly data: unknown;
  /** The object around `data`, where there is one. */
  readonly around: Readonly<Record<string, unknown>>;
}

const KEYS = ['data', 'shape', 'rows', 'columns'];

/**
 * Gives a tensor the shape and the labels that its JSON object names.
 *
 * @param flat the numbers, in the shape of the lists
 * @param title what the tensor is called in a message
 */
export function labelled(flat: Tensor, json: LabelledJson, title: string, faults: FaultList): Tensor {
  const say = (key: string, fault: ReadFault): void => {
    faults.add(json.at, () => ({ ...fault, where: json.placeOf(key) }));
  };
  for (const key of Object.keys(json.around)) {
    if (KEYS.includes(key)) continue;
    const near = closest(key, KEYS);
    say(key, { code: 'tensor-key-unknown', key, title, ...(near !== undefined && { near }) });
  }

  let shape = flat.shape;
  const asked = json.around['shape'];
  if (asked !== undefined) {
    if (!isShape(asked)) {
      say('shape', { code: 'tensor-shape-form', title, found: JSON.stringify(asked).slice(0, 60) });
    } else if (sizeOf(asked) !== flat.data.length) {
      const [found, expected] = [flat.data.length, sizeOf(asked)];
      say('shape', { code: 'tensor-shape-count', shape: asked, title, found, expected });
    } else if (flat.shape.length > 1 && shapeText(flat.shape) !== shapeText(asked)) {
      say('shape', { code: 'tensor-shape-differs', found: asked, expected: flat.shape });
    } else {
      shape = asked;
    }
  }
  const labels = (key: 'rows' | 'columns', axis: number | undefined): { [name in typeof key]?: string[] } => {
    const given = json.around[key];
    if (given === undefined) return {};
    if (!Array.isArray(given) || !given.every((label) => typeof label === 'string' || typeof label === 'number')) {
      say(key, { code: 'tensor-labels-form', key, title });
    } else if (given.length !== axis) {
      say(key, { code: 'tensor-labels-count', key, title, found: given.length, expected: axis ?? 0 });
    } else {
      return { [key]: given.map(String) };
    }
    return {};
  };
  return { ...flat, shape, ...labels('rows', shape.at(-2)), ...labels('columns', shape.at(-1)) };
}

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= 4 &&
    value.every((axis) => Number.isSafeInteger(axis) && (axis as number) > 0)
  );
}
