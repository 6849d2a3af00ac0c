/** The signs that pictures and formulas are made of, in Unicode or in ASCII. */
export interface Glyphs {
  /** Corners, edges and crossings of a frame, in the order of cli-table3's names. */
  readonly box: {
    readonly top: string;
    readonly topLeft: string;
    readonly topMid: string;
    readonly topRight: string;
    readonly mid: string;
    readonly midLeft: string;
    readonly midMid: string;
    readonly midRight: string;
    readonly bottomLeft: string;
    readonly bottomMid: string;
    readonly bottomRight: string;
    readonly side: string;
  };
  /** Nothing, then eighths of a cell, up to a full one; in ASCII nothing, half, full. */
  readonly bars: readonly string[];
  /** From nothing to full, for a heatmap without colour. */
  readonly shades: readonly string[];
  readonly ellipsis: string;
  readonly dot: string;
  readonly minus: string;
  readonly times: string;
  readonly approx: string;
  readonly sum: string;
  readonly infinity: string;
  readonly arrow: string;
  /** Stands where the mask forbids a cell. */
  readonly masked: string;
}

export const UNICODE: Glyphs = {
  box: {
    top: '─',
    topLeft: '╭',
    topMid: '┬',
    topRight: '╮',
    mid: '─',
    midLeft: '├',
    midMid: '┼',
    midRight: '┤',
    bottomLeft: '╰',
    bottomMid: '┴',
    bottomRight: '╯',
    side: '│',
  },
  bars: [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  shades: [' ', '░', '▒', '▓', '█'],
  ellipsis: '…',
  dot: '·',
  minus: '−',
  times: '×',
  approx: '≈',
  sum: 'Σ',
  infinity: '∞',
  arrow: '→',
  masked: '·',
};

export const ASCII: Glyphs = {
  box: {
    top: '-',
    topLeft: '+',
    topMid: '+',
    topRight: '+',
    mid: '-',
    midLeft: '+',
    midMid: '+',
    midRight: '+',
    bottomLeft: '+',
    bottomMid: '+',
    bottomRight: '+',
    side: '|',
  },
  bars: [' ', '-', '#'],
  shades: [' ', '.', ':', '-', '=', '+', '*', '#', '%', '@'],
  ellipsis: '...',
  dot: '*',
  minus: '-',
  times: 'x',
  approx: '~',
  sum: 'sum',
  infinity: 'inf',
  arrow: '->',
  masked: '.',
};

/** The set for a terminal that shows Unicode, or for one that does not. */
export function glyphs(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII;
}

/**
 * May Unicode be drawn? No under `--ascii`, in a terminal of TERM `dumb` or `linux` (no box drawing in its font), in a
 * locale that is set and is not UTF-8, or on Windows outside a terminal that is known to use it. With no locale set at
 * all: yes, since that is a container, a CI job or a service, whose logs are read as UTF-8.
 *
 * @param flagAscii `--ascii` was given
 * @example usesUnicode({ LANG: 'C' }, false) // => false
 */
export function usesUnicode(env: Readonly<Record<string, string | undefined>>, flagAscii = false): boolean {
  if (flagAscii || env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (locale) return /utf-?8/i.test(locale);
  return env['OS'] !== 'Windows_NT' || Boolean(env['WT_SESSION'] || env['TERM_PROGRAM']);
}

const IN_ASCII: ReadonlyMap<string, string> = new Map([
  ['ᵀ', '^T'],
  ['√', 'sqrt'],
  ['·', '*'],
  ['⋅', '*'],
  ['×', 'x'],
  ['÷', '/'],
  ['−', '-'],
  ['–', '-'],
  ['—', '-'],
  ['≈', '~'],
  ['…', '...'],
  ['Σ', 'sum'],
  ['∑', 'sum'],
  ['∞', 'inf'],
  ['→', '->'],
  ['←', '<-'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['∂', 'd'],
  ['²', '^2'],
  ['⁻', '^-'],
  ['¹', '1'],
  ['α', 'alpha'],
  ['β', 'beta'],
  ['σ', 'sigma'],
  ['τ', 'tau'],
  ['π', 'pi'],
  ['‖', '||'],
  ['∈', ' in '],
  ['│', '|'],
  ['─', '-'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
]);

/**
 * A formula, or a sentence of ours, in ASCII. What has no counterpart becomes `?`.
 *
 * @example asciiFormula('Q·Kᵀ/√d_k') // => 'Q*K^T/sqrt(d_k)'
 */
export function asciiFormula(text: string): string {
  return asciiSigns(text).replace(/[^\x00-\x7f]/gu, '?');
}

/**
 * The signs of mathematics in ASCII; letters stay what they are.
 *
 * @example asciiSigns("'ngữ': QKᵀ ≤ 1") // => "'ngữ': QK^T <= 1"
 */
export function asciiSigns(text: string): string {
  return text
    .replace(/√([\p{L}\p{N}_]+)/gu, '√($1)')
    .replace(/[₀-₉]+/g, (digits) => `_${Array.from(digits, (digit) => '₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)).join('')}`)
    .replace(/[^\x00-\x7f]/gu, (char) => IN_ASCII.get(char) ?? char);
}
