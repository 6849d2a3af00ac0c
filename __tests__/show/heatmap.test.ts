import { attend } from '../../src/core/attend.js';
import { matrix } from '../../src/core/tensor.js';
import { coarser } from '../../src/show/heatmap/bucket.js';
import { columnLines, ticks } from '../../src/show/heatmap/labels.js';
import { heatScale } from '../../src/show/heatmap/scale.js';
import { matrixOf } from '../../src/lens/index.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { renderTable } from '../../src/show/table.js';
import { displayWidth } from '../../src/show/text/width.js';
import type { Trace } from '../../src/core/trace.js';
import { cat, long, PIPE, waves } from './sample.js';

const heat = (trace: Trace, more: Partial<ShowOptions> = {}): string =>
  renderTable(trace, { ...PIPE, width: 80, heatmap: true, stages: ['weights'], ...more }) as string;
const weights = (trace: Trace) => matrixOf(trace, trace.stages.get('weights')!, 0, 0);

describe('heatmap', () => {
  it('draws a small matrix in shades with its numbers, its labels and a scale', () => {
    expect(heat(cat({ causal: true }))).toBe(`\
weights  softmax(masked)  4×4  rows sum to 1
        the     cat     sat     down
      ████████╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
 the  █ 1.00 █╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
      ████████╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
 cat  ▒ 0.38 ▒▒ 0.62 ▒╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
              ▒▒▒▒▒▒▒▒░░░░░░░░╱╱╱╱╱╱╱╱
 sat    0.05  ▒ 0.59 ▒░ 0.36 ░╱╱╱╱╱╱╱╱
              ▒▒▒▒▒▒▒▒░░░░░░░░╱╱╱╱╱╱╱╱
                      ░░░░░░░░▒▒▒▒▒▒▒▒
down    0.12    0.12  ░ 0.20 ░▒ 0.55 ▒
                      ░░░░░░░░▒▒▒▒▒▒▒▒

      0    ░░░▒▒▒▓▓▓███ 1

╱ masked: may not attend
causal: top-left (j ≤ i)
`);
  });
  it('carries shade and number with sixteen colours as with none', () => {
    expect(heat(cat(), { color: 1 }).replace(/\u001b\[[\d;]*m/g, '')).toBe(heat(cat()));
  });
  it('colours cells from 256 colours up', () => {
    expect(heat(cat(), { color: 2 })).toContain('\u001b[48;5;');
    expect(heat(cat(), { color: 3 })).toContain('\u001b[48;2;');
  });
  it('uses ASCII shades where asked', () => {
    expect(heat(cat(), { unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
    expect(heat(cat(), { unicode: false })).toContain('+ 0.55 +');
  });
  it('draws two rows in a line of half-blocks when the cells would not fit', () => {
    const lines = heat(long(60), { color: 3 }).split('\n');
    expect(lines.filter((line) => line.includes('▀'))).toHaveLength(30);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
  });
  it('takes the mean of blocks when even half-blocks do not fit, and says so', () => {
    const text = heat(long(150), { color: 3 });
    expect(text).toContain('every block is the mean of up to 3 by 3 cells');
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });
  it('makes no blocks in a pipe', () => {
    const text = heat(long(150), { width: Infinity });
    expect(text).not.toContain('every block');
    expect(text.split('\n').length).toBeGreaterThan(150);
  });
  it('crosses a NaN out loudly', () => {
    const trace = attend({ q: waves(2, 2), mask: { text: '0', at: () => 0 }, emptyRows: 'nan' });
    expect(heat(trace, { stages: ['output'] })).toMatch(/✗✗|NaN/);
  });
});

describe('heatScale', () => {
  it('measures weights from 0 to 1, and to the largest only where none reaches a quarter', () => {
    expect(heatScale(coarser(weights(cat()), 1), true, 3).ends).toEqual(['0', '1']);
    expect(heatScale(coarser(weights(long(150)), 1), true, 3).high).toBeLessThan(0.25);
  });
  it('puts 0 in the middle for scores in colour, and uses the whole range in shades', () => {
    const trace = cat();
    const scores = coarser(matrixOf(trace, trace.stages.get('scores')!, 0, 0), 1);
    expect(heatScale(scores, false, 3).ends).toEqual(['-5', '5']);
    expect(heatScale(scores, false, 3).color(0)).toEqual([247, 247, 247]);
    expect(heatScale(scores, false, 0).ends).toEqual(['0', '5']);
  });
});

describe('coarser', () => {
  it('keeps the mean of the whole where all blocks are full', () => {
    const matrix = weights(long(6));
    const grid = coarser(matrix, 3);
    const blocks = [0, 1].flatMap((i) => [0, 1].map((j) => grid.at(i, j) ?? NaN));
    expect(blocks.reduce((sum, x) => sum + x, 0) / 4).toBeCloseTo(1 / 6, 12);
  });
  it('leaves masked cells out of the mean', () => {
    const grid = coarser(weights(cat({ causal: true })), 2);
    expect(grid.at(0, 1)).toBeUndefined();
    expect(grid.at(0, 0)).toBeCloseTo((1 + 0.37754066879814546 + 0.6224593312018546) / 3, 12);
  });
});

describe('columnLines', () => {
  it('puts short labels over their cells, long ones on two lines in turns', () => {
    expect(columnLines(['a', 'b'], 4, '…')).toEqual([' a   b  ']);
    expect(columnLines(['animal', 'street', 'tired', 'it'], 6, '…')).toEqual([
      'animal      tired    ',
      '      street        it     ',
    ]);
  });
  it('writes letter under letter over small cells', () => {
    expect(columnLines(['ab', 'c', '猫'], 2, '…')).toEqual(['a     ', 'b c 猫']);
  });
  it('numbers every tenth column with its place in the matrix', () => {
    expect(ticks(21, 1)).toBe('1         11        21 ');
    expect(ticks(11, 3)).toBe('1         31 ');
  });
});

it('a weight too small for two digits is told as such, and takes no other its number', () => {
  const faint = attend({
    q: matrix([
      [9, 0],
      [0, 9],
    ]),
    k: matrix([
      [1, 0],
      [0, 1],
    ]),
  });
  expect(weights(faint).at(0, 1)).toBeLessThan(0.005);
  expect(heat(faint, { width: 40 })).toContain('<.01');
  expect(heat(faint, { width: 40 })).not.toContain('e-');
});
