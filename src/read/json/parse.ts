import { dataError } from '../facts.js';
import { faultList } from '../text/faults.js';
import { jsonKeys, type JsonKey } from './keys.js';
import type { Place } from '../text/place.js';
import { checkRoom, type Costs } from '../text/room.js';

/** A JSON text that was read, and where its keys are. */
export interface JsonText {
  readonly value: unknown;
  readonly text: string;
  readonly place: Place;
  /** Every key of every object, in the order of the text. */
  readonly keys: readonly JsonKey[];
}

/** A list, an object, a key with its place, a number, and both quotes of a string. */
const COSTS: Costs = new Map([
  ['[', 80],
  ['{', 80],
  [':', 350],
  [',', 12],
  ['"', 30],
]);

/** Which name has the tensor at this path of keys? undefined: no tensor is expected there. */
export type TensorAt = (path: readonly string[]) => string | undefined;

/**
 * Reads strict JSON. A key that stands twice in one object and the key `__proto__` are refused.
 *
 * @param place says where an offset of the text is
 * @param tensorAt where tensors are expected, so that their cells are judged along with a broken syntax
 * @param title what the lone tensor is called
 * @throws AttnError with all problems, each at its line and column
 * @example (await readJson('{"dim": 8}', placeInFile('c.json', text))).value // gives { dim: 8 }
 */
export async function readJson(
  text: string,
  place: Place,
  tensorAt: TensorAt = () => undefined,
  title?: string,
): Promise<JsonText> {
  checkRoom(text, () => place(0), COSTS);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { auditJson } = await import('./audit.js');
    await auditJson(text, place, tensorAt, title);
    throw dataError({ code: 'json-unreadable', where: place(0), reason: (error as Error).message });
  }
  const keys = jsonKeys(text);
  const faults = faultList();
  for (const { key, keyAt, repeated } of keys) {
    if (repeated) {
      faults.add(keyAt, () => ({ code: 'json-key-twice', where: place(keyAt), key }));
    }
    if (key === '__proto__') {
      faults.add(keyAt, () => ({ code: 'json-key-refused', where: place(keyAt), key }));
    }
  }
  faults.throwIfAny();
  return { value, text, place, keys };
}
