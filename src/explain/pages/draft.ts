import type { Block } from '../block.js';

/** What a step makes of its page; the number is given when all are there. */
export interface Draft {
  readonly title: string;
  readonly formula?: string;
  readonly blocks: readonly Block[];
}
