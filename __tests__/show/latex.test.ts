import { attend } from '../../src/core/attend.js';
import { renderLatex } from '../../src/show/latex.js';
import { latexFormula, latexNumber, latexText } from '../../src/show/latex/escape.js';
import { cat, HOSTILE, labelled, PIPE, waves } from './sample.js';

describe('renderLatex', () => {
  it('writes an array with the tokens on both sides', () => {
    expect(renderLatex(cat(), { ...PIPE, stages: ['scores'] })).toBe(String.raw`% needs \usepackage{amsmath}

% scores, 4×4
\[
\mathrm{scores} = Q\cdot K^{\top} =
\begin{array}{r|rrrr}
  & \text{the} & \text{cat} & \text{sat} & \text{down} \\ \hline
  \text{the} & 1 & 0 & 0 & 1 \\
  \text{cat} & 1 & 2 & 2 & 3 \\
  \text{sat} & 0 & 5 & 4 & 3 \\
  \text{down} & 1 & 1 & 2 & 4
\end{array}
\]
`);
  });
  it('writes a bmatrix without tokens, and an array where bmatrix has too few columns', () => {
    const text = renderLatex(attend({ q: waves(3, 12) }), { ...PIPE, stages: ['q', 'weights'] }) as string;
    expect(text).toContain('\\left[\\begin{array}{rrrrrrrrrrrr}');
    expect(text).toContain('\\begin{bmatrix}');
  });
  it.each(HOSTILE)('opens and closes every brace and environment with the label %j', (label) => {
    const text = renderLatex(labelled([label, 'b', 'c', 'd']), PIPE) as string;
    const bare = text.replace(/\\[{}\\]/g, '');
    expect(bare.match(/\{/g)?.length).toBe(bare.match(/\}/g)?.length);
    expect(text.match(/\\begin/g)?.length).toBe(text.match(/\\end/g)?.length);
    expect(text).not.toMatch(/\\input/);
    for (const line of text.split('\n').filter((one) => one.startsWith('  ')))
      expect(line.match(/(?<!\\)&/g)?.length).toBeLessThanOrEqual(4);
  });
});

describe('latexText', () => {
  it('escapes all ten characters that TeX takes for itself', () => {
    expect(latexText('# $ % & ~ _ ^ \\ { }')).toBe(
      '\\# \\$ \\% \\& \\textasciitilde{} \\_ \\textasciicircum{} \\textbackslash{} \\{ \\}',
    );
  });
  it('writes subscript digits and signs as mathematics', () => {
    expect(latexText('the₁₂ ≤')).toBe('the$_{12}$ $\\le$');
  });
});

describe('latexFormula', () => {
  it.each([
    ['Q·Kᵀ', 'Q\\cdot K^{\\top}'],
    ['softmax(masked)', '\\mathrm{softmax}(\\mathrm{masked})'],
    ['scores × 1/√4', '\\mathrm{scores}\\times1/\\sqrt{4}'],
    ['X·W_Q', 'X\\cdot W_Q'],
    ['ln Σ e^scaled', '\\mathrm{ln}\\ \\sum\\ e^{\\mathrm{scaled}}'],
    ['−Σ w·log₂ w', '-\\sum\\ w\\cdot\\mathrm{log}_{2}\\ w'],
    ['√(d_k)', '\\sqrt{d_k}'],
    ['grad_q', '\\mathrm{grad\\_q}'],
    ['a % b', 'a\\ \\text{\\%}\\ b'],
  ])('writes %j', (formula, latex) => {
    expect(latexFormula(formula)).toBe(latex);
  });
});

describe('latexNumber', () => {
  it('writes powers of ten and what is not finite', () => {
    expect(['1.5', '-1.2e-5', '∞', '−∞', 'NaN'].map(latexNumber)).toEqual([
      '1.5',
      '-1.2 \\cdot 10^{-5}',
      '\\infty',
      '-\\infty',
      '\\mathrm{NaN}',
    ]);
  });
});
