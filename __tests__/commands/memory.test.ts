import { parseSize } from '../../src/commands/size.js';
import { typed } from './fake-io.js';

const Q = `--q '[1 0; 0 1]'`;
const large = (rows: number): string => JSON.stringify(Array.from({ length: rows }, (_, i) => [i % 7, 1]));

describe('--max-memory', () => {
  it.each([
    ['2GB', 2e9],
    ['500 MB', 5e8],
    ['4GiB', 2 ** 32],
    ['1.5g', 1.5e9],
    ['512mib', 2 ** 29],
    ['1048576', 2 ** 20],
    ['0', 0],
  ])('%s is %d bytes', (size, bytes) => {
    expect(parseSize(size, '--max-memory')).toBe(bytes);
  });

  it.each(['', 'x', '-1GB', '2XB', '1e9', 'GB', '1.GB', '1'.repeat(400)])('%j is refused', async (text) => {
    expect(await typed(`compute ${Q} --max-memory '${text}'`)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`--max-memory  expected a size, found "${text}"`),
    });
  });

  it('what needs more is refused before it is computed, with what is needed, what there is and what to do', async () => {
    const { code, out, err } = await typed('compute --q - -o no.npz --max-memory 1MB', { stdin: large(3000) });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^attn: this needs about (\d+ MB|\d+\.\d GB) of memory, and --max-memory is 1 MB\n {2}.*\n {2}try: fewer heads, batch items or queries at a time; or --max-memory [\d.]+[MG]B if there is more\n$/m,
    );
  });

  it('less is asked for where that fits', async () => {
    const room = Math.ceil((process.memoryUsage.rss() + 200e6) / 1e6);
    const { err } = await typed(`compute --q - --plain --max-memory ${room}MB`, { stdin: large(3000) });
    expect(err).toMatch(
      /\n {2}most of it for the text of plain\n {2}try: --only output, which needs about [\d.]+ [MG]B; or --max-memory/,
    );
  });

  it('says what is largest, with its shape', async () => {
    const room = Math.ceil((process.memoryUsage.rss() + 100e6) / 1e6);
    const { err } = await typed(
      `compute --q - --causal --softcap 3 --only output --engine reference --max-memory ${room}MB`,
      { stdin: large(12_000) },
    );
    expect(err).toContain(
      '  scores, scaled, softcapped, mask, masked and weights are 1×1×12000×12000 numbers each: 1.2 GB\n',
    );
  });

  it('attn check refuses too, with its own exit code: nothing was compared', async () => {
    const { code, out, err } = await typed(`check --q - --actual '[1 0]' --max-memory 1MB`, { stdin: large(3000) });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('of memory, and --max-memory is 1 MB');
  });

  it('several problems are counted together', async () => {
    const config = JSON.stringify(
      Array.from({ length: 200 }, () => ({ sentence: 'a b c d e f g h', dim: 4096, embedding: 'one-hot' })),
    );
    const alone = JSON.stringify([{ sentence: 'a b c d e f g h', dim: 4096, embedding: 'one-hot' }]);
    const room = Math.ceil((process.memoryUsage.rss() + 150e6) / 1e6);
    expect((await typed(`compute --config - --only output --max-memory ${room}MB`, { stdin: config })).code).toBe(1);
    expect((await typed(`compute --config - --only output --max-memory ${room}MB`, { stdin: alone })).code).toBe(0);
  });

  it('a wrong shape is told as such', async () => {
    expect((await typed(`compute ${Q} --heads 1000000000`)).err).toContain(
      'which 1000000000 heads cannot share equally',
    );
    expect((await typed(`compute ${Q} --k '[1 2 3]' --max-memory 1MB`)).err).toContain('shapes do not fit');
    expect((await typed(`compute ${Q} --k '[1 2 3]' --max-memory 100GB`)).err).toContain('shapes do not fit');
  });

  it('with room enough the result is the same', async () => {
    expect((await typed(`compute ${Q} --json --max-memory 100GB`)).out).toBe((await typed(`compute ${Q} --json`)).out);
  });
});
