import { pow } from '../elementary.js';
import { usageError } from '../facts.js';
import { SECTIONS } from './texts.js';
import type { Ladder } from './scaling.js';

/** Which axis of the positions each pair of features turns by. */
export interface Sections {
  readonly form: 'chunked' | 'interleaved' | 'axial';
  /** Pairs of each axis. */
  readonly sizes: readonly number[];
}

/**
 * The text in its parts.
 *
 * @throws AttnError (usage) when the sizes are not those of all pairs
 * @example sectionsOf('axial:2,2', 8) // => { form: 'axial', sizes: [2, 2] }
 */
export function sectionsOf(text: string, width: number): Sections {
  const [, form = 'chunked', list] = SECTIONS.exec(text)!;
  const sizes = list!.split(',').map(Number);
  const sum = sizes.reduce((a, b) => a + b, 0);
  if (sum !== width / 2)
    throw usageError({ code: 'rope-sections-sum', sections: text, found: sum, expected: width / 2 });
  return { form: form as Sections['form'], sizes };
}

/**
 * The axis of pair t. Chunked: one section after the other (M-RoPE of Qwen2-VL, arXiv 2409.12191); interleaved: the axes take
 * turns while their sections last, the first has the rest (Qwen3-VL).
 *
 * @example [...axisOfPairs({ form: 'interleaved', sizes: [4, 2, 2] })] // => [0, 1, 2, 0, 1, 2, 0, 0]
 */
export function axisOfPairs({ form, sizes }: Sections): Uint8Array {
  if (form !== 'interleaved') return Uint8Array.from(sizes.flatMap((size, axis) => Array<number>(size).fill(axis)));
  const pairs = sizes.reduce((a, b) => a + b, 0);
  const axes = sizes.length;
  return Uint8Array.from({ length: pairs }, (_, t) => (t < axes * sizes[t % axes]! ? t % axes : 0));
}

/** 2-D RoPE: every axis has a ladder of frequencies of its own, base^(−t'/size) for the pair t' of its section. */
export function axialSpeeds({ sizes }: Sections, { base }: Pick<Ladder, 'base'>): Float64Array {
  return Float64Array.from(sizes.flatMap((size) => Array.from({ length: size }, (_, t) => pow(base, -t / size))));
}
