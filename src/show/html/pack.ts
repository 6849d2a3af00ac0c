import {
  type Arrays,
  type CellFunction,
  type DType,
  type Problem,
  scaleAt,
  type ScoreFunction,
  type SizeFunction,
  sizeOf,
  tensor,
  type Tensor,
  type Trace,
} from '../../core/index.js';
import { BEFORE_MASK, stageOf } from '../../lens/index.js';

/** A tensor as JSON: its bits, little-endian, in base64, so that −0, NaN and every last digit arrive. */
interface PackedTensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly columns?: readonly string[];
  readonly bits: string;
}

export type PackedProblem = Readonly<Record<string, unknown>>;

/**
 * A problem as JSON, from which a page computes it again. Expressions become what they say about this problem: a mask and a bias a
 * number for every cell, a scale its value, a score change its result for every cell. Gradients stay behind.
 */
export function pack(trace: Trace): PackedProblem {
  const { grad, notes, tokens, ...problem } = trace.problem;
  const { query, key, given } = trace.tokens;
  const packed = Object.entries(problem).map(([name, value]): [string, unknown] => [
    name,
    packValue(name, value, trace),
  ]);
  return { ...Object.fromEntries(packed), ...(given && { tokens: { query, key } }) };
}

/** The way back. */
export function unpack(packed: PackedProblem): Problem {
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, unpackValue(name, value)]));
}

function packValue(name: string, value: unknown, trace: Trace): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if ('data' in value) return packTensor(value as Tensor);
  if (name === 'let') return mapped(value as Arrays, packTensor);
  if (!('at' in value && 'text' in value)) return value;
  const { text } = value;
  if (name === 'scale')
    return trace.scaleRows ? { text, rows: packTensor(everyRow(trace)) } : { text, value: trace.scale };
  return {
    text,
    table: packTensor(
      name === 'scoreMod' ? changedScores(value as ScoreFunction, trace) : everyCell(value as CellFunction, trace),
    ),
  };
}

function unpackValue(name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('bits' in value) return unpackTensor(value as PackedTensor);
  if ('number' in value) return Number(value.number);
  if ('table' in value) return fromTable(name, value as { text: string; table: PackedTensor });
  if (name === 'let') return mapped(value as Readonly<Record<string, PackedTensor>>, unpackTensor);
  if ('rows' in value && 'text' in value) {
    const { data, shape } = unpackTensor(value.rows as PackedTensor);
    const [, heads, nQ] = shape as [number, number, number];
    return {
      text: value.text as string,
      at: () => NaN,
      rows: () => (i, h, b) => data[(b * heads + h) * nQ + i]!,
    } satisfies SizeFunction;
  }
  if ('value' in value && 'text' in value)
    return { text: value.text as string, at: () => value.value as number } satisfies SizeFunction;
  return value;
}

function mapped<From, To>(all: Readonly<Record<string, From>>, change: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value)]));
}

/** The scale of every row: (B, H, n_q). */
function everyRow(trace: Trace): Tensor {
  const { batch, heads, nQ } = trace.sizes;
  const data = Float64Array.from({ length: batch * heads * nQ }, (_, at) =>
    scaleAt(trace, at % nQ, Math.floor(at / nQ) % heads, Math.floor(at / nQ / heads)),
  );
  return tensor([batch, heads, nQ], data);
}

function everyCell({ at }: CellFunction, { sizes: { batch, heads, nQ, nK, nPast } }: Trace): Tensor {
  const data = new Float64Array(batch * heads * nQ * nK);
  let cell = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < nQ; i++) for (let j = 0; j < nK; j++, cell++) data[cell] = at(i, j, h, b, nQ, nK, nPast);
  }
  return tensor([batch, heads, nQ, nK], data);
}

/** The change sees scores that neither a hidden word, nor a mask, nor a temperature can alter: its results stay what they are. */
function changedScores({ at }: ScoreFunction, trace: Trace): Tensor {
  const before = stageOf(trace, BEFORE_MASK)!.tensor;
  let cell = 0;
  return everyCell({ text: '', at: (i, j, h, b, nQ, nK) => at(before.data[cell++]!, i, j, h, b, nQ, nK) }, trace);
}

function fromTable(name: string, { text, table }: { text: string; table: PackedTensor }): CellFunction | ScoreFunction {
  const { data, shape } = unpackTensor(table);
  const heads = shape[1]!;
  const at: CellFunction['at'] = (i, j, h, b, nQ, nK) => data[((b * heads + h) * nQ + i) * nK + j]!;
  return name === 'scoreMod'
    ? { text, at: (_s: number, ...cell: Parameters<typeof at>) => at(...cell), slope: () => NaN }
    : { text, at };
}

function packTensor({ shape, dtype, columns, data }: Tensor): PackedTensor {
  const bytes = new DataView(new ArrayBuffer(8 * data.length));
  data.forEach((x, at) => bytes.setFloat64(8 * at, x, true));
  let text = '';
  for (let at = 0; at < bytes.byteLength; at++) text += String.fromCharCode(bytes.getUint8(at));
  return { shape, dtype, ...(columns && { columns }), bits: btoa(text) };
}

function unpackTensor({ shape, dtype, columns, bits }: PackedTensor): Tensor {
  const text = atob(bits);
  const bytes = new DataView(new ArrayBuffer(text.length));
  for (let at = 0; at < text.length; at++) bytes.setUint8(at, text.charCodeAt(at));
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, at) => bytes.getFloat64(8 * at, true));
  return tensor(shape, data, { dtype, ...(columns && { columns }) });
}
