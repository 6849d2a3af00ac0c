import { STAGES, type Tensor } from '../core/index.js';
import { wellKnownName } from './aliases.js';
import type { Document, Placed } from './document.js';
import { TENSOR_KEYS } from './names.js';

/** Stages that no problem is asked with: an archive that holds one of them is a result. */
const RESULTS = STAGES.filter((name) => !['x', 'x_kv', 'q', 'k', 'v', 'heads'].includes(name));

/**
 * A result of ours in a file of named arrays, as the bundle it was computed from. A `.safetensors` tells its options in its
 * header, and comes back whole; a `.npz` has no place for them, and that is said. The stage `heads` is not the option.
 *
 * @returns any other document as it is
 */
export function resultAsBundle(given: Document, name: string): Document {
  const document = withKnownNames(given, name);
  const metadata = document.settings.get('__metadata__');
  const told = (metadata?.value as Record<string, string> | undefined)?.['attn'];
  const isResult =
    RESULTS.some((stage) => stage !== 'scores' && document.tensors.has(stage)) && !document.settings.has('schema');
  if (!isResult && told === undefined) return document;

  const tensors = new Map(document.tensors);
  // Scores beside what they were computed from are computed again.
  if (tensors.has('q') || tensors.has('x') || tensors.has('latent')) tensors.delete('scores');
  if ((tensors.get('heads')?.shape.length ?? 0) >= 2) tensors.delete('heads');
  if (told !== undefined)
    return { ...document, tensors, settings: new Map([...document.settings, ...settingsOf(told, name)]) };

  // Either says what attends: the embeddings with their projections, or what became of them.
  if (tensors.has('x')) (tensors.has('wq') ? ['q', 'k', 'v'] : ['x', 'x_kv']).forEach((key) => tensors.delete(key));
  const note = `${name} is a result: its arrays are read; options it was computed with (scale, softcap, heads, …) are not in it`;
  return { ...document, tensors, notes: [...document.notes, note] };
}

/** Names of other programs (`query`, `W_Q`, `k_proj.weight`) as our keys, with a note that says which was taken. */
function withKnownNames(document: Document, name: string): Document {
  const taken = new Map<string, string>();
  const tensors = new Map<string, Tensor>();
  const names = [...document.tensors.keys()];
  for (const [written, value] of document.tensors) {
    const known = wellKnownName(written);
    // q_proj alone is a query; beside x it is the projection that makes one.
    const projected =
      known?.startsWith('w') === true &&
      !/weight|^w/i.test(written) &&
      !names.some((one) => wellKnownName(one) === 'x');
    const meant = projected ? known.slice(1) : known;
    const isNew = meant !== undefined && TENSOR_KEYS.has(meant) && !document.tensors.has(meant) && !tensors.has(meant);
    tensors.set(isNew ? meant : written, value);
    if (isNew && written.toLowerCase() !== meant) taken.set(meant, written);
  }
  if (names.every((written) => tensors.has(written))) return document;
  const listed = [...taken].map(([meant, written]) => `${meant} = ${written}`).join(', ');
  const notes = taken.size > 0 ? [`${name}: taken by name: ${listed}`] : [];
  return { ...document, tensors, writtenAs: taken, notes: [...document.notes, ...notes] };
}

/** Text of others that only looks like ours says nothing. */
function settingsOf(told: string, where: string): [string, Placed][] {
  try {
    return Object.entries(JSON.parse(told) as object).map(([key, value]) => [key, { value, where }]);
  } catch {
    return [];
  }
}
