import { dataError, tensor } from '../core/index.js';
import { safetensorsReader, type Source } from '../read/index.js';
import { encodeSafetensors } from '../files/index.js';
import type { Model } from './model.js';
import { parameters, weightsOf, type ModelSizes } from './weights.js';

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
  const refuse = (what: string) =>
    dataError({ where: source.name, what, fix: 'make the file with: attn train -o weights.safetensors' });
  if (metadata['schema'] !== SCHEMA)
    throw refuse(`holds no trained model: its metadata say schema "${metadata['schema'] ?? ''}", expected "${SCHEMA}"`);
  const words = wordsIn(metadata['words']);
  if (!words) throw refuse('its metadata hold no list of words');
  const [, dim = 0] = tensors.get('embedding')?.shape ?? [];
  const sizes: ModelSizes = {
    layers: [...tensors.keys()].filter((name) => name.endsWith('.wq')).length,
    heads: Number(metadata['heads']),
    dim,
    positions: tensors.get('position')?.shape[0] ?? 0,
    words: words.length,
  };
  if (sizes.layers < 1 || !Number.isInteger(sizes.heads) || sizes.heads < 1 || dim < 1 || dim % sizes.heads !== 0) {
    throw refuse(
      `its sizes make no sense: ${sizes.layers} layers, ${metadata['heads']} heads, ${dim} numbers per word`,
    );
  }
  const faults = parameters(sizes).flatMap(({ name, shape }) => {
    const found = tensors.get(name)?.shape;
    return found?.join() === shape.join()
      ? []
      : [
          {
            where: `${source.name}#${name}`,
            what: `expected ${shape.join('×')}, found ${found?.join('×') ?? 'nothing'}`,
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
