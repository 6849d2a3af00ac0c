import { Unreadable, type Cell, type Grid } from './grid.js';
import { labelledGrid } from './table.js';

const BEGIN =
  /\\begin\s*\{([a-zA-Z]*matrix\*?|array|tabular\*?|cases|aligned?|gathered)\}\s*(?:\[[^\]]*\])?(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})?/;
/** TeX's own: `\pmatrix{1 & 0 \cr 0 & 1}`. */
const PLAIN = /\\[pbvBV]?matrix\s*\{/;
/** What only shapes the page. */
const SHAPING =
  /\\(?:left|right|[bB]ig+[lrm]?|displaystyle|textstyle|scriptstyle|small|footnotesize|centering|hline|toprule|midrule|bottomrule|cline\{[^}]*\}|cmidrule(?:\([^)]*\))?\{[^}]*\}|arraystretch|quad|qquad|[,;:!>])|\$|~/g;

/** Is this a matrix in LaTeX? */
export function isLatex(text: string): boolean {
  return BEGIN.test(text) || PLAIN.test(text) || (/&/.test(text) && /\\\\|\\cr\b/.test(text) && !/\|/.test(text));
}

/** Nothing else has these signs. */
export function isSurelyLatex(text: string): boolean {
  return BEGIN.test(text) || PLAIN.test(text);
}

/**
 * A matrix in LaTeX: `\begin{pmatrix} 1 & \frac{1}{2} \\ 0 & \sqrt{2} \end{pmatrix}`, or its rows alone. A factor may stand in front.
 *
 * @throws Unreadable
 */
export function latexGrid(text: string, from: number, to: number): Grid {
  const whole = text.slice(from, to);
  const open = BEGIN.exec(whole);
  const plain = open ? undefined : PLAIN.exec(whole);
  let begin = 0;
  let end = whole.length;
  if (open) {
    begin = open.index + open[0].length;
    end = whole.indexOf(`\\end{${open[1]}}`, begin);
    if (end < 0) throw new Unreadable(from + open.index, { code: 'printed-not-closed', found: `\\begin{${open[1]}}` });
  } else if (plain) {
    begin = plain.index + plain[0].length;
    end = whole.lastIndexOf('}');
  }
  const before = whole.slice(0, (open ?? plain)?.index ?? 0);
  const after = open ? whole.slice(end + `\\end{${open[1]}}`.length) : '';
  const tail = after.replace(SHAPING, '').replace(/\\[\])]|\\end\{\w+\*?\}|[\s)\].,;|]/g, '');
  if (tail !== '')
    throw new Unreadable(from + whole.indexOf(after), { code: 'printed-code', found: after.trim().slice(0, 40) });

  const rows: Cell[][] = [[]];
  const separators = /\\\\\s*(?:\[[^\]]*\])?|\\cr\b|\\tabularnewline\b|&/g;
  separators.lastIndex = begin;
  for (let cell = begin; cell <= end;) {
    const found = separators.exec(whole);
    const stop = found && found.index < end ? found.index : end;
    const written = whole.slice(cell, stop);
    rows.at(-1)!.push({ text: latexCell(written), at: from + cell + Math.max(0, written.search(/\S/)) });
    if (!found || found.index >= end) break;
    if (found[0] !== '&') rows.push([]);
    cell = stop + found[0].length;
  }
  const filled = rows.filter((row) => row.some(({ text: cell }) => cell !== ''));
  const factor = latexCell(before.replace(/\\begin\{[^}]*\}|\\[[(]|[([|]\s*$|\\left\s*[([|.]/g, ''));
  return {
    ...labelledGrid(filled, /\\hline|\\midrule/.test(whole.slice(begin, end)), 'latex'),
    ...(factor !== '' && { factor: { text: factor, at: from + Math.max(0, before.search(/\S/)) } }),
  };
}

/**
 * A cell of LaTeX as an expression of ours.
 *
 * @example latexCell('-\\frac{\\sqrt{3}}{2}') // => '-((sqrt(3))/(2))'
 * @example latexCell('1.5 \\times 10^{-3}') // => '1.5 * 10^(-3)'
 */
export function latexCell(written: string): string {
  let text = written
    .replace(/(?<!\\)%[^\r\n]*/g, '')
    .replace(SHAPING, (sign) => (sign === '\\:' || /quad/.test(sign) ? ' ' : ''))
    .replace(/\{,\}/g, '.')
    .replace(
      /\\(?:vphantom|hphantom|phantom|color|cellcolor|rowcolor|hspace\*?|vspace\*?)\s*(?:\[[^\]]*\])?\{[^{}]*\}/g,
      '',
    )
    .replace(/\\textcolor\s*\{[^{}]*\}/g, '')
    .replace(
      /\\(?:mathbf|mathrm|mathit|mathsf|mathbb|boldsymbol|bm|bf|text|textbf|textit|num|underline|boxed|ensuremath|mathcolor)(?![a-zA-Z])/g,
      '',
    )
    .replace(/\\(?:cdot|times|ast)(?![a-zA-Z])/g, '*')
    .replace(/\\infty(?![a-zA-Z])/g, 'inf')
    .replace(/\\pi(?![a-zA-Z])/g, 'pi')
    .replace(/\\(exp|ln|log|sin|cos|tan|tanh)(?![a-zA-Z])/g, '$1')
    .replace(/\\([dtc]?)frac\s*(\d)\s*(\d)/g, '(($2)/($3))')
    .replace(/\\sqrt\s*(\d)/g, 'sqrt($1)');
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/\\sqrt\s*\[([^\]{}]*)\]\s*\{([^{}]*)\}/g, '(($2)^(1/($1)))')
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, 'sqrt($1)')
      .replace(/\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '(($1)/($2))')
      .replace(/\^\s*\{([^{}]*)\}/g, '^($1)')
      .replace(/(?<!frac\s*|frac\s*\{[^{}]*\}\s*|sqrt\s*|sqrt\s*\[[^\]]*\]\s*|\^\s*)\{([^{}]*)\}/g, '$1');
  }
  return text.replace(/\s+/g, ' ').trim();
}
