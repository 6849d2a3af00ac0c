import type { Exactness } from '../exact.js';
import { brief } from './words.js';

/** What `--exact` found, in sentences. */
export function exactLines({ digits, condition }: Exactness): string[] {
  const one = (x: number): string => (Math.floor(x * 10) / 10).toFixed(1);
  const of = (name: keyof Exactness['digits'], text: string): string =>
    `  ${text.padEnd(8)} ${one(digits[name].worst).padStart(4)} correct digits in the worst cell, ${one(digits[name].middle)} in the median cell`;
  const lost = condition === undefined ? 0 : Math.max(0, Math.log10(Math.max(condition, 1)));
  return [
    'against 50 digits in every step:',
    of('out', 'OUT'),
    of('float32', 'float32'),
    of('float64', 'float64'),
    ...(condition === undefined
      ? []
      : [
          `  condition ${brief(condition)}: of the digits of the inputs, this problem itself loses about ${one(lost)}; no code that computes in float32 can keep more than ${one(Math.max(0, 7.2 - lost))} in such a cell`,
        ]),
  ];
}

/** The same for scripts. */
export function exactJson({ digits, condition }: Exactness): string {
  return JSON.stringify({ digits, condition });
}
