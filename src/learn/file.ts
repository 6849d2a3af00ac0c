import { tensor } from '../core/index.js';
import { safetensorsReader, type Source } from '../read/index.js';
import { encodeSafetensors } from '../files/index.js';
import type { Model } from './model.js';
import { parameters, weightsOf, type ModelSizes } from './weights.js';
import { dataError } from './facts.js';

const SCHEMA = 'attn-weights/1';

/** A model as a .safetensors file: every matrix in float64, the vocabulary and the number of heads in the metadata. */
export function encodeModel({ sizes, words, weights }: Model, version: string): Uint8Array {
  let start = 0;
  const tensors = new Map(
    parameters(sizes).map(({ name, shape: [rows, columns] }) => [
      name,
      tensor([rows, columns], weights.all.slice(start, (start += rows * columns))),
    ]),
  );
  return encodeSafetensors(tensors, {
    schema: SCHEMA,
    version,
    heads: String(sizes.heads),
    words: JSON.stringify(words),
  });
}

/**
 * Reads what `encodeModel` wrote.
 *
 * @throws AttnError when it is another file, or its parts do not fit together
 */
export async function decodeModel(source: Source): Promise<Model> {
  const { tensors, settings } = await safetensorsReader.read(source, {});
  const metadata = (settings.get('__metadata__')?.value ?? {}) as Readonly<Record<string, string>>;
  const where = { source: source.name };
  if (metadata['schema'] !== SCHEMA)
    throw dataError({ code: 'model-unknown', where, found: metadata['schema'] ?? '', expected: SCHEMA });
  const words = wordsIn(metadata['words']);
  if (!words) throw dataError({ code: 'model-words-missing', where });
  const [, dim = 0] = tensors.get('embedding')?.shape ?? [];
  const sizes: ModelSizes = {
    layers: [...tensors.keys()].filter((name) => name.endsWith('.wq')).length,
    heads: Number(metadata['heads']),
    dim,
    positions: tensors.get('position')?.shape[0] ?? 0,
    words: words.length,
  };
  if (sizes.layers < 1 || !Number.isInteger(sizes.heads) || sizes.heads < 1 || dim < 1 || dim % sizes.heads !== 0) {
    throw dataError({
      code: 'model-sizes-invalid',
      where,
      layers: sizes.layers,
      heads: String(metadata['heads']),
      dim,
    });
  }
  const faults = parameters(sizes).flatMap(({ name, shape }) => {
    const found = tensors.get(name)?.shape;
    return found?.join() === shape.join()
      ? []
      : [
          {
            code: 'model-shape' as const,
            where: { source: `${source.name}#${name}` },
            ...(found && { found: found.join('×') }),
            expected: shape.join('×'),
          },
        ];
  });
  if (faults.length > 0) throw dataError(faults.slice(0, 20));
  const all = new Float64Array(parameters(sizes).reduce((sum, { shape: [rows, columns] }) => sum + rows * columns, 0));
  let start = 0;
  for (const { name } of parameters(sizes)) {
    const { data } = tensors.get(name)!;
    all.set(data, start);
    start += data.length;
  }
  return { sizes, words, weights: weightsOf(sizes, all) };
}

function wordsIn(text: string | undefined): string[] | undefined {
  try {
    const words: unknown = JSON.parse(text ?? '');
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
