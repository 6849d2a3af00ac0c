import { formatFor, FORMATS, formatOf, type FormatOption } from '../../src/show/formats.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { cat, long, PIPE } from './sample.js';

describe('FORMATS', () => {
  it.each([...FORMATS.keys()])('%s shows a trace, as text with a newline at the end or as bytes', async (name) => {
    const format = FORMATS.get(name)!;
    const shown = (await format.load())(cat(), name === 'npy' ? { ...PIPE, only: 'weights' } : PIPE);
    if (format.binary) expect(shown).toBeInstanceOf(Uint8Array);
    else expect(shown).toMatch(/[^\n]\n$/);
  });
  it('gives the same bytes for the same input, in every format', async () => {
    for (const [name, { load }] of FORMATS) {
      const render = await load();
      const options = name === 'npy' ? { ...PIPE, only: 'weights' as const } : PIPE;
      expect(render(cat(), options)).toEqual(render(cat(), options));
    }
  });
  it('has no file ending twice', () => {
    const endings = [...FORMATS.values()].flatMap(({ extensions }) => extensions);
    expect(new Set(endings).size).toBe(endings.length);
  });
});

/** For each option a value that differs from the base, and the base where it is not the usual one. */
const CHANGES: Readonly<Record<FormatOption, readonly [change: Partial<ShowOptions>, base?: Partial<ShowOptions>]>> = {
  stages: [{ stages: ['q'] }],
  only: [{ only: 'scores' }],
  precision: [{ precision: 2 }],
  round: [{ round: 1 }],
  top: [{ top: 1 }],
  heatmap: [{ heatmap: true }],
  cmap: [{ cmap: 'gray' }, { color: 3, heatmap: true }],
  head: [{ head: 1 }],
  compact: [{ compact: true }],
  before: [{ before: cat() }],
  speaker: [{ speaker: 1 }],
};

describe('what the table says that a format obeys', () => {
  it.each([...FORMATS])('%s: these options change its bytes and no other', async (name, { load, obeys }) => {
    const render = await load();
    const found = Object.entries(CHANGES).filter(([option, [change, own]]) => {
      const trace = option === 'head' ? long(3, 2) : cat({ hide: [1] });
      const options: ShowOptions = {
        ...PIPE,
        stages: ['scores', 'weights', 'output'],
        ...(name === 'npy' && { only: 'weights' as const }),
        ...own,
      };
      return Buffer.from(render(trace, options)).compare(Buffer.from(render(trace, { ...options, ...change }))) !== 0;
    });
    expect(found.map(([option]) => option)).toEqual(obeys);
  });
});

describe('formatFor', () => {
  it('writes several JSON results as lines, and one as it is', () => {
    expect([formatFor('json', 1), formatFor('json', 2), formatFor('csv', 2)]).toEqual(['json', 'jsonl', 'csv']);
  });
});

describe('formatOf', () => {
  it('goes by the ending, in any case', () => {
    expect(['a.json', 'b.CSV', 'x.npz', 'dir.csv/x.md', 'x', 'x.exe'].map(formatOf)).toEqual([
      'json',
      'csv',
      'npz',
      'md',
      undefined,
      undefined,
    ]);
  });
});
