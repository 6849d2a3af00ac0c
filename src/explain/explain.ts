import type { Trace } from '../core/index.js';
import type { ShowOptions } from '../show/index.js';
import { renderLessonHtml } from './html.js';
import { renderLessonLatex } from './latex.js';
import { renderLessonText } from './lesson-text.js';
import { renderLessonMarkdown } from './markdown.js';
import { lesson, type LessonOptions } from './tell.js';

/** What `explain` can be told; everything may be left out. */
export interface ExplainOptions
  extends LessonOptions, Partial<Pick<ShowOptions, 'lang' | 'unicode' | 'color' | 'width'>> {
  /** How the lesson is written. */
  readonly format?: 'text' | 'md' | 'html' | 'latex';
  /** Digits after the point. */
  readonly digits?: number;
}

/**
 * One token's way through attention, told step by step, as `attn compute --explain` writes it into a pipe.
 *
 * @throws AttnError (usage) when head, batch or token are not there
 * @example
 * const trace = attend({ q: matrix([[2, 0]]), k: matrix([[1, 0], [0, 1]]), v: matrix([[1], [2]]) });
 * explain(trace).includes('softmax') // => true
 * explain(trace, { format: 'html', lang: 'vi' }).trimEnd().endsWith('</html>') // => true
 */
export function explain(trace: Trace, options: ExplainOptions = {}): string {
  const told = lesson(trace, options);
  const { lang = 'en', unicode = true, color = 0, width = 80, digits = 4 } = options;
  const how = { lang, unicode, color, width, digits };
  switch (options.format ?? 'text') {
    case 'md':
      return renderLessonMarkdown(told, how);
    case 'html':
      return renderLessonHtml([told], how);
    case 'latex':
      return renderLessonLatex([told], how);
    case 'text':
      return renderLessonText(told, how);
  }
}
