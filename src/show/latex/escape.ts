const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['\\', '\\textbackslash{}'],
  ['{', '\\{'],
  ['}', '\\}'],
  ['$', '\\$'],
  ['&', '\\&'],
  ['%', '\\%'],
  ['#', '\\#'],
  ['_', '\\_'],
  ['~', '\\textasciitilde{}'],
  ['^', '\\textasciicircum{}'],
  ['<', '\\textless{}'],
  ['>', '\\textgreater{}'],
  ['|', '\\textbar{}'],
  ['`', '\\textasciigrave{}'],
]);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['·', '\\cdot '],
  ['×', '\\times '],
  ['÷', '\\div '],
  ['−', '-'],
  ['∞', '\\infty '],
  ['Σ', '\\sum '],
  ['∂', '\\partial '],
  ['≤', '\\le '],
  ['≥', '\\ge '],
  ['≈', '\\approx '],
  ['→', '\\to '],
  ['ᵀ', '^{\\top}'],
  ['√', '\\surd '],
  ['‖', '\\|'],
  ['…', '\\dots '],
]);

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/**
 * Text as LaTeX text: every character that means something to TeX is escaped; subscript digits and the signs of our
 * formulas become mathematics. Other characters stay and need a font that has them.
 *
 * @example latexText('50% of d_k') // => '50\\% of d\\_k'
 */
export function latexText(text: string): string {
  return text
    .replace(/[\\{}$&%#_~^<>|`]/g, (sign) => SPECIAL.get(sign) ?? sign)
    .replace(/[₀-₉]+/g, (digits) => `$_{${plainDigits(digits)}}$`)
    .replace(/[·×÷−∞Σ∂≤≥≈→ᵀ√‖…]/g, (sign) => `$${SIGNS.get(sign)?.trim() ?? sign}$`);
}

/**
 * A formula of ours in LaTeX mathematics: words upright, single letters in italics, `√4` and `√(…)` as roots,
 * `W_Q` and `log₂` with subscripts.
 *
 * @example latexFormula('Q·Kᵀ') // => 'Q\\cdot K^{\\top}'
 */
export function latexFormula(formula: string): string {
  const parts =
    formula
      .replace(/\s*([×+=])\s*/g, '$1')
      .match(/√\(?[\p{L}\d_]+\)?|[a-zA-Z]_[a-zA-Z]\b|[a-zA-Z]+(?:_[a-zA-Z]+)*|[₀-₉]+|\s+|./gsu) ?? [];
  return parts
    .map((part) => {
      const root = /^√(?:\(([^()]+)\)|([^()]+))$/.exec(part);
      if (root) return `\\sqrt{${latexFormula(root[1] ?? root[2] ?? '')}}`;
      if (/^[a-zA-Z]_[a-zA-Z]$/.test(part)) return part;
      if (/^[a-zA-Z]{2,}/.test(part)) return `\\mathrm{${part.replaceAll('_', '\\_')}}`;
      if (/^[a-zA-Z]$/.test(part)) return part;
      if (/^[₀-₉]+$/.test(part)) return `_{${plainDigits(part)}}`;
      if (/^\s+$/.test(part)) return '\\ ';
      if (part === '^') return '^';
      return SIGNS.get(part) ?? (/^[\d()[\]+\-*/=.,:;!|]$/.test(part) ? part : `\\text{${latexText(part)}}`);
    })
    .join('')
    .replace(/\^(\\mathrm\{[^}]*\})/g, '^{$1}')
    .replace(/(\\[a-z]+) (?=[^a-zA-Z\s])/g, '$1')
    .replace(/ $/, '');
}

/** `1.2e-5` as 1.2·10⁻⁵, ∞ as \infty. */
export function latexNumber(text: string): string {
  if (text === 'NaN') return '\\mathrm{NaN}';
  if (text.endsWith('∞')) return text === '∞' ? '\\infty' : '-\\infty';
  const [digits = '', exponent] = text.split('e');
  return exponent === undefined ? digits : `${digits} \\cdot 10^{${Number(exponent)}}`;
}

function plainDigits(digits: string): string {
  return Array.from(digits, (digit) => SUBSCRIPTS.indexOf(digit)).join('');
}
