import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { matrix } from '../../src/core/tensor.js';
import type { Trace } from '../../src/core/trace.js';
import { luminance, type Rgb } from '../../src/show/colour/colormap.js';
import { renderJson } from '../../src/show/json.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { renderSvg } from '../../src/show/svg.js';
import { CAT, cat, HOSTILE, labelled, long, PIPE, waves } from './sample.js';
import { countElements, elements, parseXml, type Element } from './svg/xml.js';

const draw = (trace: Trace, options: Partial<ShowOptions> = {}): Element =>
  parseXml(renderSvg(trace, { ...PIPE, ...options }));
const cells = (picture: Element): Element[] =>
  elements(picture, 'rect').filter((rect) => rect.attributes.get('class')!.split(' ').includes('cell'));
const titleOf = (element: Element): string => element.children.find(({ name }) => name === 'title')!.text;
const allText = (picture: Element): string[] => elements(picture, 'text').map(({ text }) => text);
const json = (trace: Trace) =>
  JSON.parse(renderJson(trace, { ...PIPE, stages: [...trace.stages.keys()] }) as string) as Record<string, number[][]>;
const WITH_NAN = attend({
  ...CAT,
  q: matrix([
    [NaN, 1, 0, 0],
    [1, 1, 0, 1],
    [2, 0, 1, 1],
    [0, 1, 1, 1],
  ]),
});

describe('renderSvg', () => {
  it('has a rect for every weight and for nothing else', () => {
    for (const trace of [
      cat(),
      cat({ causal: true }),
      long(1),
      long(11),
      long(30),
      attend({ q: waves(3, 4), k: waves(7, 4), v: waves(7, 2) }),
    ]) {
      const { nQ, nK } = trace.sizes;
      const picture = draw(trace);
      expect(cells(picture)).toHaveLength(nQ * nK);
      expect(elements(picture, 'rect')).toHaveLength(nQ * nK);
    }
  });
  it('draws every head and batch item, each with its name', () => {
    const picture = draw(attend({ q: waves(2, 3, 4, 2) }));
    expect(cells(picture)).toHaveLength(2 * 3 * 16);
    expect(allText(picture)).toEqual(
      expect.arrayContaining(['batch item 1 of 2 · head 1 of 3', 'batch item 2 of 2 · head 3 of 3']),
    );
    expect(cells(draw(attend({ q: waves(2, 3, 4, 2) }), { batch: 1, head: 2 }))).toHaveLength(16);
  });
  it('is static: no script, style, foreign object, link, event handler or address but that of SVG', () => {
    const source = renderSvg(long(8), PIPE);
    const picture = parseXml(source);
    for (const name of ['script', 'style', 'foreignObject', 'a', 'image', 'use'])
      expect(elements(picture, name)).toEqual([]);
    expect(source).not.toMatch(/\son\w+=|javascript:/);
    expect(source.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(picture.attributes.get('viewBox')).toMatch(/^0 0 \d+ \d+$/);
  });
  it('titles every weight with its number as in --json, and with score and scaled score on the way', () => {
    for (const trace of [cat(), cat({ causal: true }), long(9)]) {
      const { weights, scores, scaled } = json(trace);
      const { nK } = trace.sizes;
      cells(draw(trace)).forEach((cell, at) => {
        const [i, j] = [Math.floor(at / nK), at % nK];
        const lines = titleOf(cell).split('\n');
        const last = (line: string): number => Number(/[=≈] (\S+)$/.exec(line)![1]);
        expect(last(lines[0]!)).toBe(weights![i]![j]!);
        expect(last(lines.find((line) => line.startsWith('score ='))!)).toBe(scores![i]![j]!);
        expect(last(lines.find((line) => line.startsWith('scaled ='))!)).toBe(scaled![i]![j]!);
      });
    }
  });
  it('writes the numbers of explain.md: sat gives cat 0.4863', () => {
    const picture = draw(cat());
    expect(allText(picture).filter((text) => text === '0.4863')).toHaveLength(1);
    const sat = cells(picture)[2 * 4 + 1]!;
    expect(titleOf(sat).split('\n').slice(0, 2)).toEqual([
      'weight(sat→cat) = 0.4862642270527435',
      'score = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5',
    ]);
  });
  it('hatches masked cells, names them, and says why', () => {
    const picture = draw(cat({ causal: true }));
    const masked = cells(picture).filter((cell) => cell.attributes.get('class') === 'cell masked');
    const hatch = elements(picture, 'pattern')[0]!.attributes.get('id')!;
    expect(masked).toHaveLength(6);
    for (const cell of masked) {
      expect(cell.attributes.get('fill')).toBe(`url(#${hatch})`);
      expect(titleOf(cell)).toContain('masked = −∞: comes later (causal)');
    }
    expect(allText(picture).filter((text) => text === 'masked')).toHaveLength(6 + 1); // and in the legend
  });
  it('crosses NaN out in red', () => {
    const picture = draw(WITH_NAN);
    expect(cells(picture).filter((cell) => cell.attributes.get('class') === 'cell nan')).toHaveLength(4);
    expect(elements(picture, 'path').filter((path) => path.attributes.get('class') === 'cross')).toHaveLength(4);
    expect(allText(picture)).toContain('NaN');
  });
  it('draws a line for every weight from 1 %, wider and darker the larger it is, and counts the others', () => {
    const trace = long(30);
    const picture = draw(trace);
    const lines = elements(picture, 'path').filter((path) => path.attributes.get('class') === 'link');
    const weights = [...trace.stages.get('weights')!.tensor.data];
    expect(lines).toHaveLength(weights.filter((weight) => weight >= 0.01).length);
    expect(allText(picture).join()).toContain(`${900 - lines.length} of 900 links below 1 % hidden`);
    const look = (line: Element): number[] =>
      ['stroke-width', 'stroke-opacity'].map((name) => Number(line.attributes.get(name)));
    const byWeight = lines
      .map((line) => ({ weight: Number(titleOf(line).split(': ')[1]), look: look(line) }))
      .sort((a, b) => a.weight - b.weight);
    byWeight.slice(1).forEach(({ look: [width, opacity] }, at) => {
      expect(width!).toBeGreaterThanOrEqual(byWeight[at]!.look[0]!);
      expect(opacity!).toBeGreaterThanOrEqual(byWeight[at]!.look[1]!);
    });
  });
  it('draws only the top lines of each word where so many are asked for, and says so', () => {
    const picture = draw(cat(), { top: 1 });
    expect(elements(picture, 'path').filter((path) => path.attributes.get('class') === 'link')).toHaveLength(4);
    expect(allText(picture).join()).toContain('only the largest weight of each row is drawn');
  });
  it('draws long sentences in blocks and states the rule', () => {
    const picture = draw(long(100));
    expect(cells(picture)).toHaveLength(50 * 50);
    expect(allText(picture)).toContain('every block is the mean of up to 2 by 2 cells');
    expect(titleOf(cells(picture)[51]!)).toMatch(/^rows 3–4, columns 3–4: 4 cells; mean 0\.\d+$/);
  });
  it('names the axes, gives the ends of the scale and the sums of rows and columns', () => {
    const text = allText(draw(cat()));
    expect(text).toEqual(
      expect.arrayContaining([
        '← listens',
        'is heard →',
        'listens',
        'is heard',
        '0',
        '1',
        '0.6167',
        '1.0330',
        '0.9215',
        '1.4288',
      ]),
    );
  });
  it('shows before and after of what was hidden', () => {
    const picture = draw(attend({ ...CAT, hide: [1] }), { before: cat() });
    expect(cells(picture)).toHaveLength(32);
    expect(allText(picture)).toEqual(expect.arrayContaining(["before hiding 'cat'", "after hiding 'cat'"]));
    expect(cells(picture).filter((cell) => titleOf(cell).includes('masked = −∞: hidden'))).toHaveLength(4);
  });
  it('draws the stage of --only, about 0 in blue and orange', () => {
    const picture = draw(cat(), { only: 'scores' });
    expect(cells(picture).map(titleOf)[9]).toBe('score(sat→cat) = 5\nscore = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5');
    expect(allText(picture)).toEqual(expect.arrayContaining(['-5', '5']));
  });
  it('speaks Vietnamese', () => {
    expect(allText(draw(cat({ causal: true }), { lang: 'vi' }))).toEqual(
      expect.arrayContaining(['lắng nghe', 'được nghe', 'bị che']),
    );
  });
  it('keeps numbers readable on their cells: contrast at least 4.5', () => {
    const rgb = (color: string): Rgb => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
    for (const options of [{}, { cmap: 'cividis' }, { cmap: 'gray' }, { only: 'scores' }] as const) {
      const picture = draw(long(10), options);
      const inks = elements(picture, 'g').find((group) => group.attributes.get('class') === 'numbers')!.children;
      cells(picture).forEach((cell, at) => {
        const [dark, light] = [rgb(cell.attributes.get('fill')!), rgb(inks[at]!.attributes.get('fill')!)]
          .map(luminance)
          .sort((a, b) => a - b) as [number, number];
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
      });
    }
  });
  it('is the same bytes for the same input, with ids that come from the content', () => {
    expect(renderSvg(cat(), PIPE)).toBe(renderSvg(cat(), PIPE));
    const id = (trace: Trace): string => elements(draw(trace), 'pattern')[0]!.attributes.get('id')!;
    expect(id(cat())).not.toBe(id(cat({ causal: true })));
  });
  it('takes hostile labels as text: as many elements as with harmless ones', () => {
    const words = [
      '</script>',
      '<img onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      "'); alert(1)//",
      '\u202etxt',
      'a\nb',
      ']]>',
      '&lt;',
      'javascript:alert(1)',
    ];
    const harmless = words.map((_, at) => `w${at}`);
    const same = (labels: readonly string[]): Trace =>
      attend({ q: waves(9, 3), tokens: { query: labels, key: labels } });
    expect(countElements(draw(same(words)))).toBe(countElements(draw(same(harmless))));
    expect(allText(draw(same(words)))).toEqual(
      expect.arrayContaining(['</script>', ']]>', 'a\\u{a}b', '\\u{202e}txt']),
    );
  });
  it('stays well-formed whatever a label holds', () => {
    for (const label of HOSTILE) expect(() => draw(labelled([label, 'cat', 'sat', 'down']))).not.toThrow();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 12 }),
        (label) => void draw(labelled([label, 'cat', 'sat', 'down'])),
      ),
      { numRuns: 25 },
    );
  });
  it('draws nothing to look at as an empty picture', () => {
    expect(cells(draw(attend({ q: waves(0, 1), k: waves(2, 1), v: waves(2, 1) })))).toEqual([]);
  });
});
