import { optionNamed } from '../core/index.js';
import { arrayOfKey } from './arrays.js';
import { keyName, TENSOR_KEYS } from './names.js';

/** What programs call the inputs of attention, by our keys. Case does not matter, nor do `-`, `.` and `_`. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  q: ['query', 'queries', 'querystates', 'qstates', 'xq'],
  k: ['key', 'keys', 'keystates', 'kstates', 'xk'],
  v: ['value', 'values', 'valuestates', 'vstates', 'xv'],
  x: ['embeddings', 'embedding', 'inputs', 'input', 'hiddenstates', 'tokenembeddings', 'emb'],
  x_kv: ['encoderhiddenstates', 'encoderoutput', 'encoderoutputs', 'memory', 'xenc', 'xcross'],
  wq: [
    'wquery',
    'qproj',
    'qprojweight',
    'toqweight',
    'queryweight',
    'queryprojweight',
    'queryproj',
    'weightq',
    'wqweight',
  ],
  wk: ['wkey', 'kproj', 'kprojweight', 'tokweight', 'keyweight', 'keyprojweight', 'keyproj', 'weightk', 'wkweight'],
  wv: [
    'wvalue',
    'vproj',
    'vprojweight',
    'tovweight',
    'valueweight',
    'valueprojweight',
    'valueproj',
    'weightv',
    'wvweight',
  ],
  wo: ['wout', 'woutput', 'oproj', 'oprojweight', 'outproj', 'outprojweight', 'tooutweight', 'weighto', 'woweight'],
  bq: ['qprojbias', 'biasq', 'querybias'],
  bk: ['kprojbias', 'biask', 'keybias'],
  bv: ['vprojbias', 'biasv', 'valuebias'],
  bo: ['oprojbias', 'outprojbias', 'biaso'],
  mask: ['attnmask', 'attentionmask'],
};

const BY_ALIAS: ReadonlyMap<string, string> = new Map(
  Object.entries(ALIASES).flatMap(([key, names]) => [key, ...names].map((name) => [name, key] as const)),
);

/**
 * The key that a name of another program means: that of an option of ours, or a usual name (`query`, `W_Q`, `k_proj.weight`).
 *
 * @returns undefined for a name that says nothing
 * @example wellKnownName('Query') // => 'q'
 * @example wellKnownName('W_Q') // => 'wq'
 */
export function wellKnownName(name: string): string | undefined {
  const option = optionNamed(keyName(name));
  if (option) return option.key;
  const simple = name.toLowerCase().replace(/[-_.\s]/g, '');
  const known = BY_ALIAS.get(simple);
  if (known !== undefined) return known;
  // A name in a model: `layers.0.self_attn.q_proj.weight`.
  return BY_ALIAS.get(
    name
      .toLowerCase()
      .split('.')
      .slice(-2)
      .join('')
      .replace(/[-_.\s]/g, ''),
  );
}

/** Does a list under this name hold a tensor? */
export function isTensorName(name: string): boolean {
  return arrayOfKey(name) !== undefined || TENSOR_KEYS.has(name) || TENSOR_KEYS.has(wellKnownName(name) ?? '');
}
