/**
 * What is to be computed, at address 0 of the memory: addresses in bytes, sizes in numbers. The field order is that of
 * WHOLE and REAL in ../job.ts.
 */
@unmanaged
export class Job {
  /** Counters shared by all threads: the next unit to compute; units laid out; units done; units in total. */
  next: u32;
  ready: u32;
  done: u32;
  units: u32;
  heads: i32;
  keyHeads: i32;
  valueHeads: i32;
  nQ: i32;
  nK: i32;
  dK: i32;
  dV: i32;
  /** Units of a head. */
  headUnits: i32;
  /** Per query head, how many of its units are done; at the full count its output can be copied. */
  finished: usize; // (B, H)
  /** Per (batch, value head), int32: FLOAT32, FLOAT64 or WIDENED. */
  arithmetic: usize;
  q: usize; // (B, H, n_q, d_k)
  k: usize; // (B, H_k, ⌈n_k/w⌉, d_k, w): panels of keys
  v: usize; // (B, H_v, ⌈n_k/KEYS⌉, ⌈d_v/w⌉, KEYS, w): tile by tile, panels of columns
  output: usize; // (B, H, n_q, d_v), float64
  /** Per query: the largest score and the sum of e^(score − largest), float64. */
  totals: usize; // (B, H, n_q, 2)
  /** Per query, a byte: EMPTY, NON_FINITE, IMPRECISE. */
  marks: usize; // (B, H, n_q)
  /** Bytes, 255 = may attend; 0 = no mask. The last axis is n_k. */
  mask: usize;
  maskB: usize;
  maskH: usize;
  maskI: usize;
  /** Numbers of the input's type; 0 = no bias. The steps count bytes. */
  bias: usize;
  biasB: usize;
  biasH: usize;
  biasI: usize;
  /** Per batch item, int32: j ≤ i + causal, where the window is centred, real keys. */
  causal: usize;
  position: usize;
  lengths: usize;
  before: i32;
  after: i32;
  /** Per query head, float64; 0 = none. */
  slopes: usize;
  sinks: usize;
  /** Per (batch, key head), float64: the length of the longest key. */
  norms: usize;
  /** Per (batch, value head, tile), bytes: 1 when one of its values is not finite. */
  nonFinite: usize;
  /** Backward pass: dO and its own results; K, V, Q, dO stored again in the layouts that its products need. */
  gradOut: usize; // (B, H, n_q, d_v)
  /** Per query: dO·output, float64. */
  deltas: usize; // (B, H, n_q)
  /** Per query head, int32: FLOAT32, FLOAT64 or WIDENED. */
  backwardArithmetic: usize; // (B, H)
  kAsValues: usize; // (B, H_k, tiles, panels, KEYS, w)
  vAsKeys: usize; // (B, H_v, panels, d_v, w)
  qAsValues: usize; // (B, H, tiles, panels, KEYS, w)
  gradAsValues: usize; // (B, H, tiles, panels, KEYS, w)
  gradQ: usize; // (B, H, n_q, d_k), float64
  gradK: usize; // (B, H_k, n_k, d_k), float64
  gradV: usize; // (B, H_v, n_k, d_v), float64
  /** The weights themselves, when they are asked for; then there is no backward pass. */
  weights: usize; // (B, H, n_q, n_k), float64
  /** Units of the forward pass. As many follow for ∂L/∂Q or the weights, the rest for ∂L/∂K and ∂L/∂V. */
  forwardUnits: u32;
  /** Rows without visible keys get NaN instead of 0. */
  emptyNaN: i32;
  /** lse is wanted too, so the scores themselves must be precise, not only the output. */
  strict: i32;
  /** Per query, two int32: the first and the last key of its chunk and document; 0 = all. */
  spans: usize; // (B, n_q, 2)
  scale: f64;
  /** 0 = none. */
  cap: f64;
  temperature: f64;
}

// @ts-ignore: decorator
@inline
export function theJob(): Job {
  return changetype<Job>(0);
}

/** One query's running softmax. */
@unmanaged
export class Row {
  /** The largest score so far, sink included; −∞ for none. */
  max: f64;
  /** Σ e^(s − max), and of the squares. */
  sum: f64;
  squares: f64;
  /** Σ over the tiles of (the tile's part of the sum)². */
  tiles: f64;
  /** Length of the query vector times that of the longest key. */
  norm: f64;
  /** Backward pass: dO·output. (`sum` is 1 / the sum then.) */
  delta: f64;
  /** The keys that causality, window and length allow. */
  first: i32;
  last: i32;
  /** Some key was seen. */
  seen: i32;
  /** float32 was not enough for this query. */
  imprecise: i32;
}
