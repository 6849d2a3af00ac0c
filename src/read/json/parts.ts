import { STAGES } from '../../core/index.js';
import type { Placed } from '../document.js';
import { dataError } from '../facts.js';
import type { FaultList } from '../text/faults.js';
import type { LabelledJson } from './labelled.js';
import type { JsonText } from './parse.js';
import { arrayOfKey } from '../arrays.js';
import { isTensorName, wellKnownName } from '../aliases.js';
import { keyName, TENSOR_KEYS } from '../names.js';
import { noSuchTensor } from '../../files/index.js';

/** What a result says besides its inputs; it is computed anew. (X goes in only along with its weights; else Q, K, V do.) */
const RESULTS: ReadonlySet<string> = new Set([
  ...STAGES.filter((stage) => !['q', 'k', 'v'].includes(stage)),
  'warnings',
]);

export function isStage(name: string): boolean {
  return (STAGES as readonly string[]).includes(name);
}

/** Which values are tensors and which are settings. */
export function sortKeys(
  json: JsonText,
  only: string | undefined,
  faults: FaultList,
  stages = false,
): { lists: LabelledJson[]; settings: Map<string, Placed> } {
  const { value, place } = json;
  const valueAt = new Map(json.keys.map((key) => [key.pointer, key.valueAt]));
  const settings = new Map<string, Placed>();
  const lists: LabelledJson[] = [];
  const asTensor = (name: string, tensor: unknown, pointer: string): LabelledJson => ({
    name,
    at: valueAt.get(pointer) ?? 0,
    placeOf: (key) => place(valueAt.get(`${pointer}/${key}`) ?? 0),
    ...(isLabelled(tensor) ? { data: tensor.data, around: tensor } : { data: tensor, around: {} }),
  });

  if (!isObject(value) || isLabelled(value)) {
    if (only !== undefined) {
      throw dataError({ code: 'no-tensor-names', where: place(0), found: only });
    }
    return { lists: [asTensor('', value, '')], settings };
  }

  const isResult = value['schema'] === 'attn/1' && only === undefined && !stages;
  const present = new Set(Object.keys(value).map(keyName));
  // A usual name of another program (`query`) counts only where our own (`q`) is not there.
  const isTensorHere = (name: string): boolean =>
    TENSOR_KEYS.has(name) ||
    arrayOfKey(name) !== undefined ||
    (isTensorName(name) && !present.has(wellKnownName(name)!));
  const seen = new Map<string, string>();
  const candidates: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    const name = keyName(key);
    const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const at = valueAt.get(pointer) ?? 0;
    const twin = seen.get(name);
    if (twin !== undefined) {
      faults.add(at, () => ({
        code: 'json-keys-equal',
        where: place(at),
        first: twin,
        second: key,
      }));
    }
    seen.set(name, key);
    const holdsNumbers = Array.isArray(item) || isLabelled(item);
    if (holdsNumbers) candidates.push(name);
    if (
      isResult &&
      RESULTS.has(name) &&
      !((name === 'x' || name === 'x_kv') && 'wq' in value) &&
      !(name === 'scores' && !('q' in value))
    )
      continue;
    if (
      only === undefined ? holdsNumbers && (isTensorHere(name) || (stages && isStage(name))) : name === keyName(only)
    ) {
      lists.push(asTensor(name, item, pointer));
    } else {
      settings.set(name, { value: item, where: place(at) });
    }
  }
  if (only !== undefined && lists.length === 0) throw noSuchTensor(only, candidates, { source: place(0) });
  return { lists, settings };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLabelled(value: unknown): value is Record<string, unknown> & { data: unknown[] } {
  return isObject(value) && Object.hasOwn(value, 'data') && Array.isArray(value['data']);
}
