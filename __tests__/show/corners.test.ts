import { attend } from '../../src/core/attend.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { noSuchTensor } from '../../src/files/no-such-tensor.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { columnLines } from '../../src/show/heatmap/labels.js';
import { renderLatex } from '../../src/show/latex.js';
import { renderMarkdown } from '../../src/show/markdown.js';
import { pictureScale } from '../../src/show/svg/scale.js';
import { CAT, cat, PIPE, waves } from './sample.js';
import { said } from '../said.js';

const nobody = attend({ q: tensor([0, 2], []) });
const unheard = attend({
  q: matrix([
    [1, 0],
    [0, 1],
  ]),
  k: tensor([0, 2], []),
  v: tensor([0, 2], []),
});

describe('matrices without rows or without columns', () => {
  it('Markdown says so in place of a table', () => {
    expect(renderMarkdown(nobody, { ...PIPE, stages: ['weights'] })).toContain('(no rows)');
    expect(renderMarkdown(unheard, { ...PIPE, stages: ['weights'] })).toContain('(no columns)');
  });

  it.each([
    ['rows', nobody],
    ['columns', unheard],
  ])('LaTeX writes the formula alone: no %s', (_, trace) => {
    const text = renderLatex(trace, { ...PIPE, stages: ['weights'] });
    expect(text).toContain('\\[ \\mathrm{weights} = ');
    expect(text).not.toContain('\\begin{');
  });
});

describe('LaTeX', () => {
  it('has a point for a masked cell, and says what it means', () => {
    const text = String(renderLatex(cat({ causal: true }), { ...PIPE, stages: ['weights'] }));
    expect(text.match(/\\cdot/g)).toHaveLength(6 + 1);
    expect(text).toMatch(/\\noindent .*masked/);
  });
});

describe('the derivation of an output of two heads without W_O', () => {
  const trace = attend({ q: waves(3, 4), heads: 2 });
  const cell = (column: number) =>
    deriver(trace, { lang: 'en', most: Infinity })({ stage: 'output', batch: 0, head: 0, row: 1, column });

  it.each([
    [0, '= heads 1[1]'],
    [1, '= heads 1[2]'],
    [2, '= heads 2[1]'],
    [3, '= heads 2[2]'],
  ])('column %i says which head it is', (column, first) => {
    expect(cell(column).lines[0]).toBe(first);
    const value = trace.stages.get('output')!.tensor.data[4 + column]!;
    expect(cell(column).lines.join(' ')).toContain(String(value));
  });
});

it('the derivation of a turned query begins at what was turned', () => {
  const { lines } = deriver(cat({ rope: 'half' }), { lang: 'en', most: Infinity })({
    stage: 'q_rotated',
    batch: 0,
    head: 0,
    row: 2,
    column: 0,
  });
  expect(lines.join(' ')).toContain(`RoPE: ${CAT.q!.data[8]} → `);
});

describe('pictureScale', () => {
  const share = (x: number, mode: 'fixed' | 'stretch' | 'log') => pictureScale([0.2, 0.4, 0.6], true, mode).color(x);
  it('stretch: the smallest and the largest get the ends', () => {
    expect([share(0.2, 'stretch'), share(0.6, 'stretch')]).toEqual([share(0, 'fixed'), share(1, 'fixed')]);
  });
  it('log: ten times less is one step darker, and 0 is the darkest', () => {
    expect([share(1, 'log'), share(0, 'log')]).toEqual([share(1, 'fixed'), share(0, 'fixed')]);
  });
  it('equal numbers lie in the middle', () => {
    expect(pictureScale([3, 3], true, 'stretch').color(3)).toEqual(share(0.5, 'fixed'));
  });
});

it('a long column name is cut at the height that there is', () => {
  const lines = columnLines(['a'.repeat(100), 'b'], 1, '…');
  expect(lines.join('')).toContain('…');
  expect(lines.length).toBeLessThan(30);
});

it('of many tensors the first twelve are named, and all counted; of none that there is none', () => {
  const names = Array.from({ length: 30 }, (_, n) => `t${n}`);
  expect(said(noSuchTensor('q', names, { source: 'f.npz' }))[0]).toMatchObject({
    detail: `it holds ${names.slice(0, 12).join(', ')}, … (30 in all)`,
  });
  expect(said(noSuchTensor('q', [], { source: 'f.npz' }))[0]).toMatchObject({ detail: 'it holds no tensors at all' });
});
