import { join } from 'node:path';
import { openTorch, safetensorsHeader } from '../files/index.js';
import { dataError } from './facts.js';
import { FLOAT_WIDTHS, floatsOf, isWeightType } from './floats.js';
import { isFile, openFile, readObject, type OpenFile } from './open-file.js';
import { shapeOf, type Weights } from './weights.js';

const SINGLE = 'model.safetensors';
const TORCH = 'pytorch_model.bin';
const INDEX = 'model.safetensors.index.json';
/** The index of a model of a trillion parameters takes some megabytes. */
const LONGEST_INDEX = 50_000_000;
const MOST_SHARDS = 2000;

/**
 * The weights in a folder as Hugging Face lays it out: one file, or several by an index.
 *
 * @throws AttnError when there are none, the index does not fit the files, or a file is damaged
 */
export function openWeights(folder: string): Weights {
  if (isFile(join(folder, SINGLE))) return fromShards([join(folder, SINGLE)]);
  if (isFile(join(folder, INDEX))) return sharded(folder);
  if (isFile(join(folder, TORCH))) return fromTorch(join(folder, TORCH));
  throw dataError({ code: 'model-no-weights', where: { source: folder }, folder, expected: [SINGLE, INDEX, TORCH] });
}

function sharded(folder: string): Weights {
  const path = join(folder, INDEX);
  const where = { source: path };
  const map = readObject(path, LONGEST_INDEX)['weight_map'];
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw dataError({ code: 'model-index-empty', where });
  const places = Object.entries(map);
  const shards = [...new Set(places.map(([, shard]) => shard as unknown))];
  // Who sends a model does not choose what else is read of this machine.
  const strange = shards.find((shard) => typeof shard !== 'string' || !/^[\w+][\w.+-]*\.safetensors$/.test(shard));
  if (strange !== undefined)
    throw dataError({ code: 'model-shard-name', where, found: String(JSON.stringify(strange)).slice(0, 60) });
  if (shards.length === 0) throw dataError({ code: 'model-index-empty', where });
  if (shards.length > MOST_SHARDS)
    throw dataError({ code: 'model-shards-count', where, found: shards.length, most: MOST_SHARDS });
  const missing = (shards as string[]).find((shard) => !isFile(join(folder, shard)));
  if (missing !== undefined) throw dataError({ code: 'model-shard-missing', where, shard: missing });
  return fromShards(
    (shards as string[]).map((shard) => join(folder, shard)),
    places.map(([name, shard]) => [name, join(folder, String(shard))]),
  );
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface Place {
  readonly file: OpenFile;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly type: string;
  readonly dtype?: Parameters<typeof isWeightType>[0];
}

/** @param index which file each tensor is said to be in */
function fromShards(paths: readonly string[], index: readonly (readonly [string, string])[] = []): Weights {
  const files: OpenFile[] = [];
  const places = new Map<string, Place>();
  const close = (): void => files.forEach((file) => file.close());
  try {
    for (const path of paths) {
      const file = openFile(path);
      files.push(file);
      const { entries, start } = safetensorsHeader(file);
      for (const { name, shape, begin, type, dtype } of entries)
        places.set(name, { file, shape, begin: start + begin, type, ...(dtype && { dtype }) });
    }
    for (const [name, shard] of index)
      if (places.get(name)?.file.name !== shard)
        throw dataError({ code: 'model-index-tensor', name, shard, where: { source: shard } });
  } catch (error) {
    close();
    throw error;
  }
  const weights: Weights = {
    names: [...places.keys()],
    shape: (name) => places.get(name)?.shape,
    read: (name, from, to, into) => {
      shapeOf(weights, name);
      const { file, begin, type, dtype } = places.get(name)!;
      if (!isWeightType(dtype))
        throw dataError({
          code: 'model-tensor-type',
          where: { source: file.name },
          name,
          found: type,
          expected: ['F32', 'F16', 'BF16'],
        });
      const width = FLOAT_WIDTHS[dtype];
      const start = begin + from * width;
      // Little-endian float32 is what stands in memory: it goes straight to where it is multiplied.
      if (dtype === 'float32' && LITTLE_ENDIAN)
        file.fill(new Uint8Array(into.buffer, into.byteOffset, into.byteLength), start);
      else into.set(floatsOf(file.part(start, begin + to * width), dtype));
    },
    close,
  };
  return weights;
}

/** A file of torch.save, by the reader that runs no code. */
function fromTorch(path: string): Weights {
  const file = openFile(path);
  try {
    const torch = openTorch(file);
    const shapes = new Map(torch.entries.map(({ name, shape }) => [name, shape]));
    // Rows of a table are asked for one by one: the last tensor is kept.
    let last: { readonly name: string; readonly numbers: Float32Array } | undefined;
    return {
      names: [...shapes.keys()],
      shape: (name) => shapes.get(name),
      read: (name, from, to, into) => {
        if (last?.name !== name) last = { name, numbers: Float32Array.from(torch.read(name).data) };
        into.set(last.numbers.subarray(from, to));
      },
      close: file.close,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
