import { FORMATS, formatOf } from '../../src/show/formats.js';
import { cat, PIPE } from './sample.js';

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
