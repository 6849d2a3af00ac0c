import type { DType } from '../../core/index.js';
import type { PrintedBy } from '../facts.js';
import { blanksEnd } from '../text/literal-cells.js';
import { Unreadable, isElided, type Cell, type Grid } from './grid.js';

/** Makers of arrays: they may stand around printed numbers. Every other name would have to be run. */
const MAKERS: ReadonlySet<string> = new Set(
  (
    'array asarray tensor as_tensor Tensor matrix mat asmatrix Matrix ImmutableMatrix constant convert_to_tensor to_tensor Variable ' +
    'Parameter Array DeviceArray ArrayImpl EagerTensor FloatTensor DoubleTensor HalfTensor BFloat16Tensor LongTensor IntTensor ' +
    'ShortTensor ByteTensor BoolTensor from_numpy list tuple cu gpu nparray TensorBase ndarray c rbind'
  ).split(' '),
);

/** Methods that leave the numbers as they are. */
const NO_CHANGE =
  /\.(?:to|cuda|cpu|float|double|half|bfloat16|bool|int|long|detach|numpy|astype|type|clone|contiguous|copy|requires_grad_|tolist)\s*\(/y;

const DTYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ...(['float64', 'float32', 'float16', 'bfloat16', 'bool', 'int8', 'uint8', 'int16', 'int32', 'int64'] as const).map(
    (name) => [name, name] as const,
  ),
  ['double', 'float64'],
  ['float', 'float32'],
  ['half', 'float16'],
]);

/** A lone word that may be a number or begin an expression of numbers. */
const NUMERIC =
  /^(?:(?:np|numpy|jnp|math|torch|tf|mx)\.)?(?:nan|inf(?:inity)?|true|false|none|float\w*|int\w*|sqrt|exp|log|pi|e|sin|cos|tan|tanh|abs|min|max|pow)\b/i;

const DEEPEST = 16;
const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };

interface Node {
  readonly at: number;
  readonly cells: readonly Cell[];
  readonly lists: readonly Node[];
  /** The brackets hold a lone number: `tensor(0.5)`. */
  readonly scalar?: boolean;
}

/** A value in brackets, and where the text goes on behind it. */
export interface Bracketed {
  readonly grid: Grid;
  readonly end: number;
  /** Nothing but a printout or the code for one looks like this; otherwise it may be JSON with a slip in it. */
  readonly sure: boolean;
}

/**
 * Numbers in nested brackets as NumPy, PyTorch, JAX, TensorFlow, MLX, Python, Mathematica and MATLAB write them, with what stands around them:
 * `array([[1., 2.]], dtype=float32)`, `tensor(1e-03 * [[…]], device='cuda:0')`, `<tf.Tensor: …, numpy=array(…)>`, `{{1, 0}, {0, 1}}`, `[1 0; 0 1]`.
 *
 * @param from where the value begins
 * @param to where it ends at the latest
 * @throws Unreadable
 * @example bracketed('array([[1., 2.]], dtype=float32)', 0, 32).grid.shape // => [1, 2]
 */
export function bracketed(text: string, from: number, to: number): Bracketed {
  let commas = 0;
  let blanks = 0;
  let semicolons = 0;
  let dtype: DType | undefined;
  let factor: Cell | undefined;
  let wrapped = false;
  let program: PrintedBy = 'any';

  const skip = (at: number): number => {
    while (at < to && /\s/.test(text[at]!)) at++;
    return at;
  };
  const match = (pattern: RegExp, at: number): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    return found && found.index + found[0].length <= to ? found : undefined;
  };
  const unexpected = (at: number): Unreadable =>
    new Unreadable(at, { code: 'printed-unexpected', found: wordAt(text, at, to) });
  const code = (at: number, start = at): Unreadable =>
    new Unreadable(at, { code: 'printed-code', found: lineAt(text, start, to) });

  /** Behind the end of an argument: the comma, or the closing bracket. */
  const argumentEnd = (at: number): number => {
    const open: string[] = [];
    for (let end = at; end < to; end++) {
      const sign = text[end]!;
      if (sign === '"' || sign === "'") {
        const close = text.indexOf(sign, end + 1);
        if (close < 0 || close >= to) return to;
        end = close;
      } else if (CLOSERS[sign] !== undefined) open.push(sign);
      else if (/[\])}]/.test(sign)) {
        if (open.length === 0) return end;
        open.pop();
      } else if (sign === ',' && open.length === 0) return end;
    }
    return to;
  };

  const value = (start: number, depth: number): { node: Node; end: number } => {
    const at = skip(start);
    if (depth > DEEPEST) throw new Unreadable(at, { code: 'printed-axes', found: depth, most: 4 });
    const shell = text[at] === '<' ? match(/<[^<>]*?\bnumpy\s*=\s*/y, at) : undefined;
    if (shell) {
      program = 'tensorflow';
      wrapped = true;
      noteType(/dtype=\s*(?:tf\.)?(\w+)/.exec(shell[0])?.[1]);
      const inner = value(at + shell[0].length, depth + 1);
      const close = text.indexOf('>', inner.end);
      if (close < 0 || close >= to) throw new Unreadable(at, { code: 'printed-not-closed', found: '<' });
      return { node: inner.node, end: close + 1 };
    }
    if (text[at] === '<') throw new Unreadable(at, { code: 'printed-no-values', found: lineAt(text, at, to) });
    const scale = match(/[+-]?\d[\d.]*(?:[eE][+-]?\d+)?(?=\s*\*\s*[[({])/y, at);
    if (scale && factor === undefined) {
      factor = { text: scale[0], at };
      wrapped = true;
      return value(skip(text.indexOf('*', at) + 1), depth + 1);
    }
    const typed = match(/(?:Float|Int|UInt|Bool|Real|Number|Any|BFloat)\w*(?=\[)/y, at);
    if (typed) {
      program = 'julia';
      wrapped = true;
      return list(at + typed[0].length, depth + 1);
    }
    const call = match(/([A-Za-z_][\w.]*)\s*\(/y, at);
    if (call && MAKERS.has(call[1]!.split('.').at(-1)!)) return made(at, call, depth);
    if (CLOSERS[text[at] ?? ''] !== undefined) return list(at, depth);
    const cell = cellAt(at);
    if (/^[A-Za-z_]/.test(cell.text) && !NUMERIC.test(cell.text)) throw code(at);
    return { node: { at, cells: [cell], lists: [], scalar: true }, end: at + cell.text.length };
  };

  const noteType = (name: string | undefined): void => {
    const known = DTYPES.get((name ?? '').toLowerCase());
    if (known) dtype ??= known;
  };

  /** `tensor(…)`: one value, and arguments that say something about it. */
  const made = (start: number, call: RegExpExecArray, depth: number): { node: Node; end: number } => {
    const name = call[1]!;
    if (/tensor$/i.test(name) && program === 'any') program = /^tf\b/.test(name) ? 'tensorflow' : 'torch';
    else if (/Array$/.test(name) && program === 'any') program = 'jax';
    else if (/array$/.test(name) && program === 'any') program = 'numpy';
    wrapped = true;
    const several = name === 'c' || name === 'rbind';
    const nodes: Node[] = [];
    let at = start + call[0].length;
    for (;;) {
      at = skip(at);
      if (at >= to) throw new Unreadable(start, { code: 'printed-not-closed', found: `${name}(` });
      if (text[at] === ')') break;
      const named = match(/([A-Za-z_]\w*)\s*=(?!=)\s*/y, at);
      const isValue = named
        ? /^(?:value|data|object|numpy)$/.test(named[1]!) && nodes.length === 0
        : several || nodes.length === 0;
      if (isValue) {
        const inner = value(at + (named?.[0].length ?? 0), depth + 1);
        nodes.push(inner.node);
        at = skip(inner.end);
      } else {
        const end = argumentEnd(at);
        const argument = text.slice(at, end).trim();
        // What would change the numbers or their order is code.
        if (/^(?:axis|dim|order|byrow|nrow|ncol|ndmin)\s*=/.test(argument)) throw code(at, start);
        if (!named || named[1] === 'dtype') noteType(/(\w+)['"]?$/.exec(argument)?.[1]);
        at = end;
      }
      if (text[at] === ',') at++;
      else if (at < to && text[at] !== ')') throw code(at, start);
    }
    if (nodes.length === 0) throw new Unreadable(start, { code: 'printed-no-values', found: lineAt(text, start, to) });
    if (!several) return { node: nodes[0]!, end: at + 1 };
    const lists = nodes.filter(({ scalar }) => scalar !== true);
    const cells = nodes.filter(({ scalar }) => scalar === true).flatMap((node) => node.cells);
    return { node: { at: start, cells, lists }, end: at + 1 };
  };

  const cellAt = (at: number): Cell => {
    let depth = 0;
    let end = at;
    while (end < to) {
      const sign = text[end]!;
      if (sign === '"' || sign === "'") {
        const close = text.indexOf(sign, end + 1);
        if (close < 0 || close >= to) break;
        end = close + 1;
        continue;
      }
      if (sign === '(') depth++;
      else if (sign === ')' && depth-- === 0) break;
      else if (depth === 0 && /[,;[\]{}>]/.test(sign)) break;
      else if (depth === 0 && /\s/.test(sign)) {
        const next = skip(end);
        if (next >= to || blanksEnd(text, end, next)) break;
        end = next;
        continue;
      }
      end++;
    }
    if (end === at) throw unexpected(at);
    return { text: text.slice(at, end).trimEnd(), at };
  };

  /** Is the bracket at this place a tuple, and not part of an expression? */
  const isTuple = (at: number): boolean => {
    const end = argumentEnd(at + 1);
    return (
      text[end] === ',' ||
      (text[end] === ')' &&
        CLOSERS[text[skip(at + 1)] ?? ''] !== undefined &&
        /^\s*[,)\]]/.test(text.slice(end + 1, end + 40)))
    );
  };

  const list = (at: number, depth: number): { node: Node; end: number } => {
    if (depth > DEEPEST) throw new Unreadable(at, { code: 'printed-axes', found: depth, most: 4 });
    const close = CLOSERS[text[at]!]!;
    const cells: Cell[] = [];
    const lists: Node[] = [];
    const rows: Node[] = [];
    let after = false;
    let next = at + 1;
    const endRow = (): void => {
      if (lists.length > 0) throw unexpected(next);
      if (cells.length > 0) rows.push({ at: cells[0]!.at, cells: cells.splice(0), lists: [] });
    };
    for (;;) {
      next = skip(next);
      if (next >= to) throw new Unreadable(at, { code: 'printed-not-closed', found: text[at]! });
      const sign = text[next]!;
      if (sign === close) break;
      if (sign === ',') {
        if (!after) throw unexpected(next);
        after = false;
        commas++;
        next++;
        continue;
      }
      if (sign === ';') {
        if (!after && cells.length > 0) throw unexpected(next);
        semicolons++;
        endRow();
        after = false;
        next++;
        continue;
      }
      if (after) blanks++;
      after = true;
      const call = /[A-Za-z_<]/.test(sign) ? match(/([A-Za-z_][\w.]*)\s*\(/y, next) : undefined;
      if (
        sign === '<' ||
        (call && MAKERS.has(call[1]!.split('.').at(-1)!)) ||
        sign === '[' ||
        sign === '{' ||
        (sign === '(' && isTuple(next))
      ) {
        const inner = value(next, depth + 1);
        if (inner.node.scalar === true) cells.push(...inner.node.cells);
        else lists.push(inner.node);
        next = inner.end;
      } else {
        const cell = cellAt(next);
        if (isElided(cell.text) || /^\.{3}/.test(cell.text))
          throw new Unreadable(next, {
            code: 'printed-elided',
            found: cell.text,
            program: commas > 0 && program === 'any' ? 'any' : program === 'any' ? 'numpy' : program,
          });
        cells.push(cell);
        next += cell.text.length;
      }
    }
    if (rows.length > 0) {
      endRow();
      return { node: { at, cells: [], lists: rows }, end: next + 1 };
    }
    return { node: { at, cells, lists }, end: next + 1 };
  };

  const start = skip(from);
  const { node, end: behind } = value(start, 0);
  let end = behind;
  for (let method = match(NO_CHANGE, end); method; method = match(NO_CHANGE, end)) {
    end = argumentEnd(end + method[0].length);
    while (text[end] === ',') end = argumentEnd(end + 1);
    end++;
  }
  // What goes on in the same line is a computation.
  const rest = /[^\r\n]*/y;
  rest.lastIndex = end;
  const more = (rest.exec(text)?.[0] ?? '').slice(0, to - end).trim();
  if (more !== '' && !/^(?:[;,.$)]|\\\])*$/.test(more)) {
    if (/^[-+*/@%^.[(]|^'/.test(more)) throw code(end, start);
    throw unexpected(end + text.slice(end).search(/\S/));
  }
  if (commas > 0 && blanks > 0 && semicolons === 0) throw new Unreadable(start, { code: 'printed-mixed-separators' });
  const grid = gridOf(matlabRows(text, node, commas + semicolons), node.scalar === true);
  return {
    grid: { ...grid, ...(factor && { factor }), ...(dtype && { dtype }) },
    end,
    sure: wrapped || (commas === 0 && blanks > 0),
  };
}

/** NumPy breaks a long line at 75 characters; MATLAB ends a row with it. */
const LONG_LINE = 60;

/** One pair of brackets around several lines of equally many numbers: each is a row. */
function matlabRows(text: string, node: Node, separators: number): Node {
  const { cells, lists } = node;
  if (separators > 0 || lists.length > 0 || cells.length < 2) return node;
  const rows: Cell[][] = [];
  let before = -1;
  for (const cell of cells) {
    if (before < 0 || /[\r\n]/.test(text.slice(before, cell.at))) rows.push([]);
    rows.at(-1)!.push(cell);
    before = cell.at;
  }
  const isWrapped = rows.slice(0, -1).some((row) => row.at(-1)!.at - row[0]!.at > LONG_LINE);
  if (rows.length < 2 || isWrapped || rows.some((row) => row.length !== rows[0]!.length)) return node;
  return { ...node, cells: [], lists: rows.map((row) => ({ at: row[0]!.at, cells: row, lists: [] })) };
}

function gridOf(root: Node, scalar: boolean): Grid {
  if (scalar) return { shape: [], cells: root.cells };
  const shape: number[] = [];
  let level: readonly Node[] = [root];
  for (;;) {
    const mixed = level.find(({ cells, lists }) => cells.length > 0 && lists.length > 0);
    if (mixed) throw new Unreadable(mixed.at, { code: 'printed-mixed-depth' });
    const nested = level[0]!.lists.length > 0;
    const odd = level.find(({ lists }) => lists.length > 0 !== nested);
    if (odd) throw new Unreadable(odd.at, { code: 'printed-mixed-depth' });
    const length = (node: Node): number => (nested ? node.lists.length : node.cells.length);
    const expected = length(level[0]!);
    if (expected === 0) throw new Unreadable(level[0]!.at, { code: 'printed-empty' });
    level.forEach((node, index) => {
      if (length(node) !== expected)
        throw new Unreadable(node.at, { code: 'printed-row-length', row: index + 1, found: length(node), expected });
    });
    shape.push(expected);
    if (!nested) break;
    level = level.flatMap(({ lists }) => lists);
  }
  if (shape.length > 4) throw new Unreadable(root.at, { code: 'printed-axes', found: shape.length, most: 4 });
  return { shape, cells: level.flatMap(({ cells }) => cells) };
}

function wordAt(text: string, at: number, to: number): string {
  const word = /^\S{0,20}/.exec(text.slice(at, to))![0];
  return word === '' ? 'the end' : word;
}

function lineAt(text: string, at: number, to: number): string {
  const line = /^[^\r\n]*/.exec(text.slice(at, to))![0].trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
