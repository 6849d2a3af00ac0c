import { dataError } from './facts.js';
import { openFile, type OpenFile } from './open-file.js';
import { dequantize, GGML_TYPES } from './gguf-blocks.js';
import { shapeOf, type Weights } from './weights.js';

/** A value of the metadata of a GGUF file. */
export type GgufValue = number | bigint | boolean | string | readonly GgufValue[];

/** A GGUF file that was opened: what it says about the model, and where its tensors are. */
export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly weights: Weights;
}

/** More than any file has; a count that lies would only make a loop long. */
const MOST = { tensors: 1_000_000, keys: 100_000, list: 5_000_000, text: 10_000_000, axes: 4 };
const MAGIC = 0x46554747;
const PIECE = 1 << 20;

/** Reads values one after the other. */
function cursor(file: OpenFile) {
  let at = 0;
  let bytes = new Uint8Array();
  let begin = 0;
  const stop = (): never => {
    throw dataError({ code: 'model-gguf-damaged', where: { source: file.name }, byte: at });
  };
  const take = (count: number): DataView => {
    if (count > MOST.text || at + count > file.size) stop();
    if (at < begin || at + count > begin + bytes.length) {
      begin = at;
      bytes = file.part(at, at + Math.max(count, PIECE)) as Uint8Array<ArrayBuffer>;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset + at - begin, count);
    at += count;
    return view;
  };
  const u32 = (): number => take(4).getUint32(0, true);
  const u64 = (most: number): number => {
    const value = take(8).getBigUint64(0, true);
    return value > BigInt(most) ? stop() : Number(value);
  };
  const text = (): string => {
    const { buffer, byteOffset, byteLength } = take(u64(MOST.text));
    return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  };
  const value = (type: number, depth = 0): GgufValue => {
    switch (type) {
      case 0:
        return take(1).getUint8(0);
      case 1:
        return take(1).getInt8(0);
      case 2:
        return take(2).getUint16(0, true);
      case 3:
        return take(2).getInt16(0, true);
      case 4:
        return u32();
      case 5:
        return take(4).getInt32(0, true);
      case 6:
        return take(4).getFloat32(0, true);
      case 7:
        return take(1).getUint8(0) !== 0;
      case 8:
        return text();
      case 9: {
        if (depth > 2) return stop();
        const of = u32();
        return Array.from({ length: u64(MOST.list) }, () => value(of, depth + 1));
      }
      case 10:
        return take(8).getBigUint64(0, true);
      case 11:
        return take(8).getBigInt64(0, true);
      case 12:
        return take(8).getFloat64(0, true);
      default:
        return stop();
    }
  };
  return { u32, u64, text, value, stop, at: () => at };
}

interface Place {
  readonly shape: readonly number[];
  readonly type: number;
  readonly begin: number;
}

/**
 * The metadata and the tensors of a GGUF file; the numbers are read when they are asked for.
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 *
 * @throws AttnError when it is damaged
 */
export function openGguf(path: string): Gguf {
  const file = openFile(path);
  try {
    const read = cursor(file);
    if (read.u32() !== MAGIC || ![2, 3].includes(read.u32())) read.stop();
    const tensors = read.u64(MOST.tensors);
    const keys = read.u64(MOST.keys);
    const metadata = new Map<string, GgufValue>();
    for (let n = 0; n < keys; n++) metadata.set(read.text(), read.value(read.u32()));
    const infos: [string, Place][] = [];
    for (let n = 0; n < tensors; n++) {
      const name = read.text();
      const axes = read.u32();
      if (axes > MOST.axes) read.stop();
      // The first axis varies fastest there.
      const shape = Array.from({ length: axes }, () => read.u64(2 ** 40)).reverse();
      infos.push([name, { shape, type: read.u32(), begin: read.u64(2 ** 50) }]);
    }
    const alignment = Number(metadata.get('general.alignment') ?? 32);
    if (!Number.isSafeInteger(alignment) || alignment < 1) read.stop();
    const start = Math.ceil(read.at() / alignment) * alignment;
    const places = new Map(infos);
    for (const [, { shape, type, begin }] of infos) {
      const stored = GGML_TYPES.get(type);
      const count = shape.reduce((product, axis) => product * axis, 1);
      if (stored && start + begin + (count / stored.numbers) * stored.bytes > file.size) read.stop();
    }
    const weights: Weights = {
      names: [...places.keys()],
      shape: (name) => places.get(name)?.shape,
      read: (name, from, to, into) => {
        shapeOf(weights, name);
        const { type, begin } = places.get(name)!;
        const stored = GGML_TYPES.get(type);
        if (!stored)
          throw dataError({
            code: 'model-tensor-type',
            where: { source: path },
            name,
            found: `ggml type ${type}`,
            expected: [...GGML_TYPES.values()].map(({ name: known }) => known),
          });
        // Whole blocks are read, and what was asked for is cut out.
        const first = Math.floor(from / stored.numbers);
        const last = Math.ceil(to / stored.numbers);
        const bytes = file.part(start + begin + first * stored.bytes, start + begin + last * stored.bytes);
        if (bytes.length < (last - first) * stored.bytes) read.stop();
        const numbers = new Float32Array((last - first) * stored.numbers);
        dequantize(bytes, type, numbers);
        into.set(numbers.subarray(from - first * stored.numbers, to - first * stored.numbers));
      },
      close: file.close,
    };
    return { metadata, weights };
  } catch (error) {
    file.close();
    throw error;
  }
}
