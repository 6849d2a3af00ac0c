import { forRows, type Shape4 } from '../core/index.js';

/** May query i see key j, in head h of batch item b? */
export type Rule = (i: number, j: number, h: number, b: number) => boolean;

/** Who may see whom, taken apart into the rules that it is made of: mistakes of geometry change one rule. */
export interface Geometry {
  readonly shape: Shape4;
  /** j ≤ i + causal[b]. */
  readonly causal?: readonly number[] | undefined;
  /** [before, after] around i + position[b], both inclusive, −1 = no limit. */
  readonly window?: readonly [number, number] | undefined;
  readonly position: readonly number[];
  /** j < lengths[b]. */
  readonly lengths?: readonly number[] | undefined;
  /** What the rules above do not say. */
  readonly rest?: Rule | undefined;
  /** Said over all the rules: the others are not asked. */
  readonly whole?: Rule | undefined;
}

/** The rules put together by AND; null when everybody sees everybody. Asked cell by cell: most masks are needed in a part only. */
export function ruleOf({ causal, window, position, lengths, rest, whole }: Geometry): Rule | null {
  if (whole) return whole;
  const rules: Rule[] = [
    ...(causal ? [(i: number, j: number, _h: number, b: number) => j <= i + causal[b]!] : []),
    ...(lengths ? [(_i: number, j: number, _h: number, b: number) => j < lengths[b]!] : []),
    ...(window ? [(i: number, j: number, _h: number, b: number) => inWindow(window, i + position[b]!, j)] : []),
    ...(rest ? [rest] : []),
  ];
  const [first, second] = rules;
  if (!first) return null;
  if (!second) return first;
  if (rules.length === 2) return (i, j, h, b) => first(i, j, h, b) && second(i, j, h, b);
  return (i, j, h, b) => rules.every((rule) => rule(i, j, h, b));
}

/** A ready-made mask as a rule. */
export function asRule(keep: Float64Array, [, heads, nQ, nK]: Shape4): Rule {
  return (i, j, h, b) => keep[((b * heads + h) * nQ + i) * nK + j] !== 0;
}

/**
 * The rules put together by AND. (B, H, n_q, n_k), 1 = may attend; null when everybody sees everybody.
 *
 * @param only these queries: the rest means nothing
 */
export function whoSees(geometry: Geometry, only?: readonly number[]): Float64Array | null {
  const known = built.get(geometry);
  if (known !== undefined) return known;
  const rule = ruleOf(geometry);
  if (rule && only) return fill(geometry.shape, rule, only);
  const keep = rule && fill(geometry.shape, rule);
  built.set(geometry, keep);
  return keep;
}

const built = new WeakMap<Geometry, Float64Array | null>();

function inWindow([before, after]: readonly [number, number], here: number, j: number): boolean {
  return (before < 0 || j >= here - before) && (after < 0 || j <= here + after);
}

/** A mask from a rule: (B, H, n_q, n_k), 1 = may attend. */
export function fill(shape: Shape4, rule: Rule, only?: readonly number[]): Float64Array {
  const keep = new Float64Array(shape[0] * shape[1] * shape[2] * shape[3]);
  forRows(shape, only, (start, end, i, h, b) => {
    for (let cell = start; cell < end; cell++) if (rule(i, cell - start, h, b)) keep[cell] = 1;
  });
  return keep;
}

/** Is there a query that may see nobody? */
export function hasEmptyRow(geometry: Geometry): boolean {
  const known = withEmptyRow.get(geometry);
  if (known !== undefined) return known;
  const [batch, heads, nQ, nK] = geometry.shape;
  const rule = ruleOf(geometry);
  const seesNobody = (i: number, h: number, b: number): boolean => {
    for (let j = 0; j < nK; j++) if (!rule || rule(i, j, h, b)) return false;
    return true;
  };
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at);
  const found = upTo(batch).some((b) => upTo(heads).some((h) => upTo(nQ).some((i) => seesNobody(i, h, b))));
  withEmptyRow.set(geometry, found);
  return found;
}

const withEmptyRow = new WeakMap<Geometry, boolean>();

/**
 * The rules behind a mask. Those that the problem names are taken as named; what is left is searched for a causal edge and
 * for padded keys, since many give one ready-made mask.
 *
 * @param keep the mask as it is, 1 = may attend
 * @param named the rules that have a name of their own
 * @param also what else is known to forbid, 0 = forbidden
 */
export function takeApart(keep: Float64Array, named: Geometry, also: Float64Array | undefined): Geometry {
  const shape = named.shape;
  const ready = !named.causal && !named.lengths && !named.window;
  const causal = ready ? causalEdge(keep, shape) : named.causal;
  const lengths = ready ? paddedFrom(keep, shape, causal) : named.lengths;
  const rules: Geometry = { ...named, causal, lengths };
  const explained = whoSees(rules);
  // Where the rules allow and the mask forbids, something else forbids; a query that sees nobody is forbidden everything.
  const empty = ready ? emptyRows(keep, shape[3]) : undefined;
  const forbidden = ready ? undefined : also;
  const rest = keep.map((seen, cell) =>
    seen === 0 &&
    (!explained || explained[cell] !== 0 || empty?.has(Math.floor(cell / shape[3])) || forbidden?.[cell] === 0)
      ? 0
      : 1,
  );
  return rest.every((seen) => seen !== 0) ? rules : { ...rules, rest: asRule(rest, shape) };
}

function emptyRows(keep: Float64Array, nK: number): ReadonlySet<number> {
  const rows = Array.from({ length: nK === 0 ? 0 : keep.length / nK }, (_, row) => row);
  return new Set(rows.filter((row) => !keep.subarray(row * nK, (row + 1) * nK).some((seen) => seen !== 0)));
}

/** The offset of "j ≤ i + offset" in every batch item, when the mask has such an edge. */
function causalEdge(keep: Float64Array, [batch, heads, nQ, nK]: Shape4): number[] | undefined {
  if (nQ < 2) return undefined;
  const offsets: number[] = [];
  for (let b = 0; b < batch; b++) {
    let offset = -Infinity;
    let lastKey = -1;
    const each = (visit: (i: number, last: number) => void): void => {
      for (let h = 0; h < heads; h++) {
        for (let i = 0; i < nQ; i++) {
          const start = ((b * heads + h) * nQ + i) * nK;
          visit(i, keep.subarray(start, start + nK).lastIndexOf(1));
        }
      }
    };
    each((i, last) => {
      if (last < 0) return;
      offset = Math.max(offset, last - i);
      lastKey = Math.max(lastKey, last);
    });
    let holds = offset < nK - 1 && offset > -nQ;
    let cuts = false;
    each((i, last) => {
      if (last >= 0 && last !== Math.min(i + offset, lastKey)) holds = false;
      if (i + offset < lastKey) cuts = true;
    });
    if (!holds || !cuts) return undefined;
    offsets.push(offset);
  }
  return offsets;
}

/** Keys at the end that nobody sees, though the causal edge would let the last query see them. */
function paddedFrom(
  keep: Float64Array,
  [batch, heads, nQ, nK]: Shape4,
  causal: readonly number[] | undefined,
): number[] | undefined {
  const lengths: number[] = [];
  for (let b = 0; b < batch; b++) {
    let last = -1;
    const start = b * heads * nQ * nK;
    for (let cell = start; cell < start + heads * nQ * nK; cell++)
      if (keep[cell] !== 0) last = Math.max(last, (cell - start) % nK);
    const reach = causal ? Math.min(nK - 1, nQ - 1 + causal[b]!) : nK - 1;
    lengths.push(last < reach ? last + 1 : nK);
  }
  return lengths.some((length) => length < nK) ? lengths : undefined;
}
