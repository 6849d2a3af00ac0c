import { asciiLabel, asciiSigns, safeLabel, usesUnicode, wrapParts } from '../show/index.js';
import type { Io } from './io.js';

/** Narrower than this, most lines would hold a single word. */
const NARROWEST = 20;

/** What stderr can show. */
export interface MessageLook {
  /** Infinity in a pipe or a file, where nothing is broken. */
  readonly width: number;
  readonly unicode: boolean;
}

/** @param ascii `--ascii` was given */
export function messageLook({ stderr, env }: Pick<Io, 'stderr' | 'env'>, ascii = false): MessageLook {
  return {
    width: stderr.isTTY === true ? Math.max(stderr.columns || 80, NARROWEST) : Infinity,
    unicode: usesUnicode(env, ascii),
  };
}

/**
 * Escapes text from outside, and replaces characters that the terminal cannot show.
 *
 * @example safeMessage("no token 'ngữ' · QKᵀ", false) // => "no token 'ng\\u{1eef}' . QK^T"
 */
export function safeMessage(text: string, unicode: boolean): string {
  // In a drawing or between parts a dot with spaces around it is no multiplication sign.
  return unicode ? safeLabel(text) : asciiLabel(asciiSigns(text.replaceAll('■', '#').replace(/(?<!\S)·(?!\S)/g, '.')));
}

/**
 * A line of prose, broken between words where the terminal ends, so that no word is cut by its edge.
 *
 * @param mark printed before it, already safe: `attn: `
 * @example messageLines('attn: ', 'the vectors are random', { width: 20, unicode: true }) // => 'attn: the vectors\n  are random\n'
 */
export function messageLines(mark: string, text: string, { width, unicode }: MessageLook): string {
  const line = mark + safeMessage(text, unicode);
  return `${width === Infinity ? line : wrapParts(line.split(/(?<=\S) (?=\S)/), ' ', width)}\n`;
}
