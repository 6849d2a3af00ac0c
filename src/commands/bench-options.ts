import { AS_JSON } from './learn-options.js';
import type { FlagOption } from './options.js';

export const BENCH_FLAGS: readonly FlagOption[] = [
  {
    flags: '--longest <N>',
    group: 'Input',
    help: 'the longest sequence; the others are a half, a quarter, … of it (4096)',
  },
  { flags: '--heads <N>', group: 'Input', help: 'heads (8)' },
  { flags: '--dim <N>', group: 'Input', help: 'd_k and d_v of a head (64)' },
  { flags: '--threads <N>', group: 'Input', help: 'threads (as many as the machine has processors)' },
  { flags: '--rounds <N>', group: 'Input', help: 'rounds, of which the median is told (3)' },
  ...AS_JSON,
];
