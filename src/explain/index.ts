// What other rooms use of src/explain.
export { alignPoints } from './align.js';
export { type Block, cell, type Cell, type Page, say, type Table } from './block.js';
export { renderGlossary } from './glossary.js';
export { penOf, renderLessonText } from './lesson-text.js';
export type { Lesson, StepKind } from './lesson.js';
export { lessonLines } from './lines.js';
export type { PageDocument } from './page.js';
export { pages } from './pages.js';
export { lesson, type LessonOptions } from './tell.js';
export { barText } from './text/bar.js';
export { wrapped } from './text/prose.js';
export type { Pen } from './text/table.js';
export { resolveToken } from './token.js';
export { makeWorksheet } from './worksheet.js';
export { explain, type ExplainOptions } from './explain.js';
export type { TextOptions } from './lesson-text.js';
export type { Speaker, Step } from './lesson.js';
