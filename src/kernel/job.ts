/** The fields of assembly/job.ts, in its order: 4 bytes each. */
const WHOLE = [
  'next',
  'ready',
  'done',
  'units',
  'heads',
  'keyHeads',
  'valueHeads',
  'nQ',
  'nK',
  'dK',
  'dV',
  'headUnits',
  'finished',
  'arithmetic',
  'q',
  'k',
  'v',
  'output',
  'totals',
  'marks',
  'mask',
  'maskB',
  'maskH',
  'maskI',
  'bias',
  'biasB',
  'biasH',
  'biasI',
  'causal',
  'position',
  'lengths',
  'before',
  'after',
  'slopes',
  'sinks',
  'norms',
  'nonFinite',
  'gradOut',
  'deltas',
  'backwardArithmetic',
  'kAsValues',
  'vAsKeys',
  'qAsValues',
  'gradAsValues',
  'gradQ',
  'gradK',
  'gradV',
  'weights',
  'forwardUnits',
  'emptyNaN',
  'strict',
  'spans',
] as const;

/** Positions of the counters that all threads share, in words of 4 bytes. */
export const NEXT = 0;
export const READY = 1;
export const DONE = 2;

/** The float64 fields that follow. */
const REAL = ['scale', 'cap', 'temperature'] as const;

export type JobFields = Record<(typeof WHOLE)[number] | (typeof REAL)[number], number>;

const REAL_AT = Math.ceil((WHOLE.length * 4) / 8);

/** Bytes at the start of the memory that belong to the job. */
export const JOB_BYTES = 256;

/** Writes what is to be computed to address 0. */
export function writeJob(memory: ArrayBufferLike, fields: JobFields): void {
  const whole = new Uint32Array(memory, 0, WHOLE.length);
  const real = new Float64Array(memory, REAL_AT * 8, REAL.length);
  WHOLE.forEach((name, n) => {
    whole[n] = fields[name];
  });
  REAL.forEach((name, n) => {
    real[n] = fields[name];
  });
}
