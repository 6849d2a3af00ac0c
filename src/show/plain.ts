import { cellRecords } from './parts/records.js';
import { numbered } from './parts/several-renderers.js';
import type { Renderer, SeveralRenderer } from './renderer.js';

/**
 * One cell a line, `stage⇥batch⇥head⇥row⇥column⇥value`, no frame, no heading: for grep, awk and screen readers.
 * Batch and head count from 0; labels never hold a tab or a newline; numbers keep every digit.
 */
export const renderPlain: Renderer = (trace, options) => {
  let text = '';
  for (const record of cellRecords(trace, options)) text += `${record.join('\t')}\n`;
  return text;
};

/** The same of several results, the number of the problem in front. */
export const renderPlains: SeveralRenderer = (results) =>
  numbered(results, '\t', ({ trace, options }) =>
    Array.from(cellRecords(trace, options), (record) => record.join('\t')),
  );
