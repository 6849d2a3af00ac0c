import { closest, shapeText, sizeOf, type Tensor } from '../../core/index.js';
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
  const say = (key: string, what: string, fix?: string): void => {
    faults.add(json.at, () => ({ where: json.placeOf(key), what, ...(fix && { fix }) }));
  };
  for (const key of Object.keys(json.around)) {
    if (KEYS.includes(key)) continue;
    const near = closest(key, KEYS);
    say(
      key,
      `unknown key '${key}' in ${title}`,
      near ? `did you mean ${near}?` : 'known are data, shape, rows and columns',
    );
  }

  let shape = flat.shape;
  const asked = json.around['shape'];
  if (asked !== undefined) {
    if (!isShape(asked)) {
      say(
        'shape',
        `shape of ${title}: expected 1 to 4 whole numbers above 0, found ${JSON.stringify(asked).slice(0, 60)}`,
      );
    } else if (sizeOf(asked) !== flat.data.length) {
      say('shape', `shape ${shapeText(asked)} needs ${sizeOf(asked)} numbers, ${title} has ${flat.data.length}`);
    } else if (flat.shape.length > 1 && shapeText(flat.shape) !== shapeText(asked)) {
      const what = `shape says ${shapeText(asked)}, the lists are ${shapeText(flat.shape)}`;
      say('shape', what, 'leave out shape, or write data as one flat list');
    } else {
      shape = asked;
    }
  }
  const labels = (key: 'rows' | 'columns', axis: number | undefined): { [name in typeof key]?: string[] } => {
    const given = json.around[key];
    if (given === undefined) return {};
    if (!Array.isArray(given) || !given.every((label) => typeof label === 'string' || typeof label === 'number')) {
      say(key, `${key} of ${title}: expected a list of labels`);
    } else if (given.length !== axis) {
      say(
        key,
        `${title} has ${axis === 1 ? `1 ${key.slice(0, -1)}` : `${axis ?? 'no'} ${key}`}, found ${given.length} label${given.length === 1 ? '' : 's'}`,
      );
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
