/**
 * attn as a library: what the command can do, a program can do by import.
 *
 * @example
 * import { attend, matrix, outward, readMatrix } from 'attn';
 * const trace = attend({ q: await readMatrix('q.npy'), k: await readMatrix('k.npy'), v: await readMatrix('v.npy'), causal: 'bottom-right' });
 * outward(trace, trace.stages.get('weights')!).data;
 */
export { attend } from './core/attend.js';
export { embed, type EmbedSettings } from './core/embed.js';
export { AttnError, type Fault, type FaultKind } from './core/error.js';
export { outward } from './core/form.js';
export { alibiSlopes, rotate, sinusoidal } from './core/position.js';
export type { CellFunction, Problem, Provenance, ScoreFunction, SizeFunction } from './core/problem.js';
export { generator, type Generator } from './core/random.js';
export { roundTo } from './core/round.js';
export { matrix, tensor, type DType, type Tensor } from './core/tensor.js';
export { STAGES, type Convention, type Form, type Sizes, type Stage, type StageName, type Trace } from './core/trace.js';
export { compileCell, compileNumber, compileScale, compileScore } from './expression/index.js';
export type { Document } from './read/document.js';
export { readDocument, readMatrix } from './read/read.js';
export { tokenize } from './read/sentence.js';
export { encodeNpy } from './show/npy.js';
export { encodeNpz } from './show/npz.js';
export { encodeSafetensors } from './show/safetensors.js';
export { render } from './show/render.js';
export type { OutFormat, ShowOptions } from './show/renderer.js';
export { lesson } from './explain/tell.js';
export type { Lesson } from './explain/lesson.js';
export { renderLessonText } from './explain/text.js';
