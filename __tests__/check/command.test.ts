import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attn } from '../commands/fake-io.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attn-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

// softmax([1, 0]) = [0.731…, 0.268…]
const given = ['check', '--q', '[[1]]', '--k', '[[1],[0]]', '--v', '[[1],[3]]'];

describe('attn check', () => {
  it('exits 0 when OUT is equal', async () => {
    const { code, out } = await attn([...given, '--actual', '[[1.5378828427399902]]']);
    expect(code).toBe(0);
    expect(out).toContain('equal to the last bit');
  });

  it('exits 1 when OUT differs, and prints JSON with --json', async () => {
    const { code, out } = await attn([...given, '--actual', '[[2]]', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'attn-check/1',
      equal: false,
      max_abs_error: expect.closeTo(0.46, 2),
      rows_that_differ: [0],
    });
  });

  it.each([
    ['a shape that belongs to nothing', [...given, '--actual', '[[1,2,3,4,5]]'], 'its shape is that of no stage'],
    ['OUT that cannot be read', [...given, '--actual', '[[1,'], 'attn: '],
    ['no OUT at all', given, '--actual is not given'],
    ['a file that is not there', [...given, '--actual', 'nowhere.npy'], 'nowhere.npy'],
    ['one saved result', ['check', 'a.json'], 'expected two saved results'],
    ['a tolerance that is no number', [...given, '--actual', '[[2]]', '--atol', 'x'], 'expected a number'],
    ['a probe without a file', ['check', '--probe'], 'needs a file'],
  ])('exits 2 for %s, with nothing on stdout', async (_what, argv, text) => {
    const { code, out, err } = await attn(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(text);
  });

  it('--quiet prints nothing when OUT is equal, and one line when it differs', async () => {
    expect((await attn([...given, '--actual', '[[1.5378828427399902]]', '-q'])).out).toBe('');
    expect((await attn([...given, '--actual', '[[2]]', '-q'])).out.split('\n')).toHaveLength(2);
  });

  it('--exact adds the digits that are right', async () => {
    const { out } = await attn([...given, '--actual', '[[1.5378828427399902]]', '--exact', '--json']);
    expect(
      (JSON.parse(out) as { exact: { digits: { out: { worst: number } } } }).exact.digits.out.worst,
    ).toBeGreaterThan(15);
  });

  it('--probe writes inputs that check reads back, and says how to run them', async () => {
    const file = join(folder, 'probe.npz');
    const { code, out } = await attn(['check', '--probe', '-o', file]);
    expect(code).toBe(0);
    for (const system of ['PyTorch', 'JAX', 'NumPy']) expect(out).toContain(system);
    const result = join(folder, 'right.json');
    await attn(['compute', '--input', file, '-o', result]);
    expect((await attn(['check', '--input', file, '--actual', `${result}#output`])).code).toBe(0);
  });

  it('compares two saved results stage by stage', async () => {
    const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
    const compute = ['compute', '--q', '[[1]]', '--k', '[[1],[0]]', '--v', '[[1],[3]]'];
    await attn([...compute, '-o', a]);
    await attn([...compute, '--scale', '2', '-o', b]);
    expect((await attn(['check', a, a])).code).toBe(0);
    const { code, out } = await attn(['check', a, b]);
    expect(code).toBe(1);
    expect(out).toContain('differs, from scaled on');
  });

  it('-o refuses to overwrite what is compared, and says so before it compares', async () => {
    const file = join(folder, 'actual.json');
    writeFileSync(file, '{"output": [[2]]}');
    for (const spec of [file, `${file}#output`]) {
      expect(await attn([...given, '--actual', spec, '-o', file])).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('actual.json  is one of the inputs'),
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('{"output": [[2]]}');
  });

  it('-o report.html writes a page without scripts', async () => {
    const file = join(folder, 'report.html');
    expect((await attn([...given, '--actual', '[[2]]', '-o', file])).code).toBe(1);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain('<script');
  });

  it('names a W that is used the wrong way round (O11) and a bias of the output projection (O9)', async () => {
    // x·Wᵀ by hand: x = [1 0; 0 1], so q = k = v = Wᵀ.
    const x = '[1 0; 0 1]';
    const w = '[1 2; 0 1]';
    const turned = '[1 0; 2 1]';
    const right = join(folder, 'turned.json');
    await attn(['compute', '--x', x, '--wq', turned, '--wk', turned, '--wv', turned, '-o', right]);
    const asked = ['check', '--x', x, '--wq', w, '--wk', w, '--wv', w, '--json'];
    const { out } = await attn([...asked, '--actual', `${right}#output`]);
    expect((JSON.parse(out) as { diagnosis: { ids: string[] }[] }).diagnosis[0]?.ids).toContain('O11');

    const three = ['--q', '[1 0; 0 1; 1 1]', '--k', '[1 0; 0 1; 1 1]', '--v', '[1 5; 3 2; 2 9]'];
    const plain = join(folder, 'plain.json');
    await attn(['compute', ...three, '-o', plain]);
    const { output } = JSON.parse(readFileSync(plain, 'utf8')) as { output: number[][] };
    const moved = join(folder, 'moved.json');
    writeFileSync(moved, JSON.stringify(output.map(([a, b]) => [a! + 0.5, b! - 2])));
    const bias = JSON.parse((await attn(['check', ...three, '--actual', moved, '--json'])).out) as {
      diagnosis: { ids: string[]; value: number[] }[];
    };
    expect(bias.diagnosis[0]).toMatchObject({ ids: ['O9'], value: [0.5, -2] });
  });
});
