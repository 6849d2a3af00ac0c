import { isTensor, type Problem, type Tensor } from '../core/index.js';
import type { Load } from './ask.js';
import type { Placed } from './document.js';
import { flatten } from './json/tensor.js';
import { keyName, TENSOR_KEYS } from './names.js';
import { askedBy, readProblem } from './problem.js';
import { readDocument, type ReadContext } from './read.js';
import { resultAsBundle } from './result-arrays.js';
import { numberCell } from './text/cell.js';

/**
 * A problem from options, as `attn compute` takes them from its flags: by their long names (`kv-heads`, `kv_heads` or
 * `kvHeads`), and with the values that a flag or a bundle may have: numbers, text, `true`, nested lists, tensors, and the
 * names of files and literals for what holds numbers.
 *
 * @throws AttnError with everything that is wrong, unknown names included
 * @example (await problemOf({ q: [[1, 0], [0, 1]], kvHeads: 1, mask: 'j <= i' })).q.shape // => [2, 2]
 * @example attend(await problemOf({ sentence: 'the cat sat', dim: 4, seed: 7 })).tokens.key // => ['the', 'cat', 'sat']
 */
export async function problemOf(options: Readonly<Record<string, unknown>>): Promise<Problem> {
  const tensors = new Map<string, Tensor>();
  const settings = new Map<string, Placed>();
  for (const [key, value] of Object.entries(options)) {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const numbers = isTensor(value)
      ? value
      : Array.isArray(value) && TENSOR_KEYS.has(keyName(name))
        ? flatten(value, numberCell)
        : undefined;
    if (numbers) tensors.set(name, numbers);
    else if (value !== undefined) settings.set(name, { value, where: key });
  }
  return readProblem(askedBy({ tensors, settings, notes: [] }, 'options', 'anywhere'), load());
}

/**
 * The problem that a bundle holds: a JSON object, `.npz` or `.safetensors` with the keys q, k, v, … and options beside them,
 * or a result of `attn`. What `attn compute --input` reads.
 *
 * @param spec a path
 * @throws AttnError with everything that is wrong
 * @example attend(await readBundle('fixtures/bundle.json')).tokens.query // => ['the', 'cat', 'sat', 'down']
 */
export async function readBundle(spec: string, context: ReadContext = {}): Promise<Problem> {
  const document = await readDocument(spec, { subject: 'the bundle', ...context });
  return readProblem(askedBy(resultAsBundle(document, spec), spec), load(context));
}

function load(context: ReadContext = {}): Load {
  return (spec, flag, subject) => readDocument(spec, { ...context, flag, subject });
}
