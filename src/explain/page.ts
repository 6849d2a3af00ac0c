import type { Block } from './block.js';

/** A document to be read on a page (Markdown, HTML): a title and sections of the same blocks that a terminal draws. */
export interface PageDocument {
  readonly title: string;
  /** Under the title. */
  readonly intro: readonly Block[];
  readonly sections: readonly {
    readonly heading: string;
    readonly formula?: string;
    readonly blocks: readonly Block[];
  }[];
}
