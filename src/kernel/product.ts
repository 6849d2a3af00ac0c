import { product as source } from './product-module.js';
import { WebAssembly } from './webassembly.js';

/** The functions of the module; see assembly/product.ts. */
interface ProductExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  dots(x: number, rows: number, width: number, lines: number, count: number, y: number, stride: number): void;
  sums(x: number, rows: number, stride: number, lines: number, count: number, y: number, width: number): void;
}

/** Places in the memory of the module, as float32. They are valid until the next call of `room`. */
export interface ProductRoom {
  readonly x: Float32Array;
  readonly lines: Float32Array;
  readonly y: Float32Array;
}

/** x·W in float32, a piece of W at a time. */
export interface Product {
  /** Makes room for so many numbers each. What was there is lost. */
  readonly room: (x: number, lines: number, y: number) => ProductRoom;
  /** y[i, first + o] += x[i]·lines[o] for `count` lines of the room. */
  readonly dots: (rows: number, width: number, count: number, first: number, outputs: number) => void;
  /** y[i] += x[i, first + m]·lines[m]. */
  readonly sums: (rows: number, inputs: number, count: number, first: number, width: number) => void;
}

const PAGE = 65536;
/** The first bytes belong to the module. */
const START = 1024;

let found: Product | false | undefined;

/** The module, once; undefined where WebAssembly has no SIMD. */
export function product(): Product | undefined {
  found ??= make() ?? false;
  return found || undefined;
}

function make(): Product | undefined {
  const bytes = Buffer.from(source, 'base64');
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports: made } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
  const exports = made as ProductExports;
  let at = { x: START, lines: START, y: START };
  return {
    room: (x, lines, y) => {
      const aligned = (count: number): number => Math.ceil((4 * count) / 16) * 16;
      at = { x: START, lines: START + aligned(x), y: START + aligned(x) + aligned(lines) };
      const needed = Math.ceil((at.y + 4 * y) / PAGE) - exports.memory.buffer.byteLength / PAGE;
      if (needed > 0) exports.memory.grow(needed);
      const { buffer } = exports.memory;
      return {
        x: new Float32Array(buffer, at.x, x),
        lines: new Float32Array(buffer, at.lines, lines),
        y: new Float32Array(buffer, at.y, y),
      };
    },
    dots: (rows, width, count, first, outputs) =>
      exports.dots(at.x, rows, width, at.lines, count, at.y + 4 * first, outputs),
    sums: (rows, inputs, count, first, width) =>
      exports.sums(at.x + 4 * first, rows, inputs, at.lines, count, at.y, width),
  };
}
