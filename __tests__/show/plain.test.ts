import { renderPlain } from '../../src/show/plain.js';
import { dataNumber } from '../../src/show/parts/records.js';
import { cat, CONTROL, HOSTILE, labelled, long, PIPE } from './sample.js';

describe('renderPlain', () => {
  it('writes one cell a line and no heading', () => {
    const lines = (renderPlain(cat(), { ...PIPE, stages: ['weights', 'lse'] }) as string).split('\n');
    expect(lines[9]).toBe('weights\t0\t0\tsat\tcat\t0.4862642270527435');
    expect(lines[16]).toBe('lse\t0\t0\tthe\tlse\t1.667224164740052');
    expect(lines).toHaveLength(16 + 4 + 1);
  });
  it('counts heads from 0', () => {
    expect(renderPlain(long(2, 2), { ...PIPE, stages: ['weights'] })).toMatch(/^weights\t0\t1\tw2\tw2\t/m);
  });
  it.each(HOSTILE)('keeps six fields with the label %j', (label) => {
    const text = renderPlain(labelled([label, 'b', 'c', 'd']), PIPE) as string;
    for (const line of text.trimEnd().split('\n')) {
      expect(line.split('\t')).toHaveLength(6);
      expect(line.replaceAll('\t', '')).not.toMatch(CONTROL);
    }
  });
});

describe('dataNumber', () => {
  it('names what is not finite as NumPy does', () => {
    expect([NaN, Infinity, -Infinity, -0, 0.1].map((x) => dataNumber(x))).toEqual(['nan', 'inf', '-inf', '-0', '0.1']);
    expect(dataNumber(2 / 3, 2)).toBe('0.67');
  });
});
