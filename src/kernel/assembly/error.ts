import { Row, theJob } from './job';

// One rounding in a float32 sum moves it by 0.42·2⁻²⁴ of its size (root mean square).
const ROUNDING: f64 = 0.42;

/** Roundings that one tile's weighted sum passes through before it is carried over to float64. */
const DEPTH: f64 = 20;

/** In 2⁻²⁴ of the largest |v|; 4.5 standard deviations of it are just under the 4 that are promised. */
const LIMIT: f64 = 1.3;

/**
 * Whether float32 was not precise enough for a query: the standard deviation of its output, in roundings of the largest |v|,
 * estimated from the sums of the online softmax.
 *
 * A score sums d_k products; its partial sums grow like the score and wander like |q|·|k|, so it is off by
 * δ ≈ 0.42·√(s²·d_k/3 + (|q||k|)²/2). The output is off by δ·√Σ w²(1 − w)² (one dominant key hides its own
 * error), plus the roundings of the weighted sum. Many keys of similar weight average both out; few do not.
 */
export function isImprecise(row: Row): i32 {
  const job = theJob();
  const adjusted = job.cap != 0 || job.bias != 0 || job.slopes != 0;
  const spread = row.norm * abs(job.scale); // the largest possible |q|·|k|
  const score = adjusted ? spread + abs(row.max) + job.cap : abs(row.max) * job.temperature;
  const off = (score * score * (<f64>job.dK / 3 + 2) + spread * spread / 2) / (job.temperature * job.temperature);
  const whole = 1 / (row.sum * row.sum);
  let mixed = row.squares * whole; // Σ w²
  if (!job.sinks && !job.strict) {
    const top = 1 / row.sum;
    mixed += top * top * ((1 - top) * (1 - top) - 1);
  }
  const variance = ROUNDING * ROUNDING * (off * mixed + DEPTH * row.tiles * whole);
  return variance <= LIMIT * LIMIT ? 0 : 1; // true for a NaN
}
