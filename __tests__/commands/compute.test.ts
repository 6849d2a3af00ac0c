import { mkdtemp, readFile, readdir, rm, stat, symlink, lstat, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '../../src/show/formats.js';
import { attn, typed } from './fake-io.js';

const Q = `--q '[1 0; 0 1]'`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('--only and --show', () => {
  it('--only weights --format csv is a bare matrix', async () => {
    const { out } = await typed(`compute ${Q} --only weights --format csv --scale 0`);
    expect(out).toBe('0.5,0.5\n0.5,0.5\n');
  });

  it.each([
    ['masked', 'scaled'],
    ['softcapped', 'scaled'],
    ['q_rotated', 'q'],
    ['present_key', 'k'],
  ])('--only %s gives %s when nothing was changed in between, and says so', async (asked, equal) => {
    const found = await typed(`compute ${Q} --only ${asked} --json`);
    expect(found.out).toBe((await typed(`compute ${Q} --only ${equal} --json`)).out);
    expect(found.err).toContain(
      `there is no stage '${asked}' here: nothing was changed after '${equal}', which is shown`,
    );
  });

  it('--only masked gives softcapped when there is only a softcap', async () => {
    const found = await typed(`compute ${Q} --only masked --softcap 2 --json`);
    expect(found.out).toBe((await typed(`compute ${Q} --only softcapped --softcap 2 --json`)).out);
    expect(found.err).toContain(`after 'softcapped'`);
  });

  it('--only masked is itself when something is masked', async () => {
    const { out, err } = await typed(`compute ${Q} --only masked --causal --json`);
    expect(JSON.parse(out)[0][1]).toBeNull();
    expect(err).not.toContain('there is no stage');
  });

  it('--show masked,scaled shows one stage once', async () => {
    expect(
      (await typed(`compute ${Q} --show masked,scaled --plain`)).out
        .split('\n')
        .filter((line) => line.startsWith('scaled')),
    ).toHaveLength(4);
  });

  it('--show says which stage is not there, and refuses when none is', async () => {
    expect((await typed(`compute ${Q} --show grad_q,weights`)).err).toContain(
      `there is no stage 'grad_q' in this computation`,
    );
    const { code, out, err } = await typed(`compute ${Q} --show grad_q,x`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`it has q, k, v, scores`);
  });

  it('--grad shows the gradients without --show', async () => {
    expect(Object.keys(JSON.parse((await typed(`compute ${Q} --grad '[1 0; 0 1]' --json`)).out))).toEqual(
      expect.arrayContaining(['grad_q', 'grad_k', 'grad_v']),
    );
  });
});

describe('formats', () => {
  it.each([...FORMATS.keys()].filter((name) => name !== 'html'))(
    '%s is the same from --format and from the name of the file',
    async (format) => {
      const ending = FORMATS.get(format)!.extensions[0] ?? '';
      const path = join(folder, `result${ending}`);
      const only = format === 'npy' ? ' --only weights' : '';
      const words = `compute ${Q}${only} --format ${format}`;
      const { code, bytes } = await typed(words);
      expect(code).toBe(0);
      const { out, err } = await typed(`compute ${Q}${only} -o ${path}${ending === '' ? ` --format ${format}` : ''}`);
      expect([out, err.includes(`wrote ${path}`)]).toEqual(['', true]);
      expect((await readFile(path)).equals(bytes)).toBe(true);
    },
  );

  it('a file name with an ending that is not written is refused, with the list', async () => {
    const { code, out, err } = await typed(`compute ${Q} -o ${folder}/x.foo`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/nothing is written as \.foo here\n {2}try: the endings are .*\.json.*\.png.*\.xlsx/);
  });

  it('binary formats are kept away from a terminal', async () => {
    expect(await typed(`compute ${Q} --format npz`, { columns: 80 })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('-o result.npz'),
    });
  });

  it('JSON is one document with a newline at its end, and never holds an escape', async () => {
    const { out } = await typed(`compute ${Q} --json --color always`);
    expect(out).toMatch(/^\{\n[^\u001b]*\}\n$/);
    expect((await typed(`compute ${Q} --json --compact`)).out.split('\n')).toHaveLength(2);
  });

  it('flags before the command count', async () => {
    expect(await typed(`--format csv --causal compute ${Q}`)).toEqual(
      await typed(`compute ${Q} --causal --format csv`),
    );
    expect(await typed(`${Q} --json compute`)).toEqual(await typed(`compute --json ${Q}`));
  });

  it('--precision changes tables only, --round the data', async () => {
    expect((await typed(`compute ${Q} --precision 1 --json`)).out).toBe((await typed(`compute ${Q} --json`)).out);
    expect((await typed(`compute ${Q} --precision 2 --only weights`)).out).toContain('0.67 ');
    expect((await typed(`compute ${Q} --round 3 --only weights --format csv`)).out).toBe('0.67,0.33\n0.33,0.67\n');
  });
});

describe('notes', () => {
  it('-q leaves the result alone on both streams', async () => {
    const loud = await typed('compute --sentence "the cat sat"');
    expect(loud.err).toContain('the arithmetic is real, the meaning is not');
    expect(await typed('compute --sentence "the cat sat" -q')).toEqual({ ...loud, err: '' });
    expect((await typed('compute --q nowhere.npy -q')).err).toContain('no such file');
  });

  it('-v says what was read from where, sizes, engine and time', async () => {
    const { out, err } = await typed('compute -v --input fixtures/bundle.json --mask "j <= i" --bias "[0 0 0 0]"');
    expect(err).toContain('read fixtures/bundle.json: q 4×4, k 4×4, v 4×2, tokens');
    expect(err).toContain('read --bias: ');
    expect(err).toMatch(
      /computed by the \w+ engine in [\d.]+ ms, in float64: 4 queries × 4 keys, d_k 4, d_v 2, 1 head, batch 1/,
    );
    expect(out).toBe((await typed('compute --input fixtures/bundle.json --mask "j <= i" --bias "[0 0 0 0]"')).out);
  });

  it('on a terminal there is one hint at --explain', async () => {
    expect((await typed(`compute ${Q} --v '[1;2]' --k '[1 0;0 1]'`, { columns: 80 })).err).toBe(
      'attn: add --explain to be walked through it\n',
    );
  });
});

describe('-o', () => {
  it('writes whole files and leaves nothing beside them', async () => {
    await typed(`compute ${Q} -o ${folder}/a.json`);
    await typed(`compute ${Q} -o ${folder}/a.json --compact`);
    expect(JSON.parse(await readFile(join(folder, 'a.json'), 'utf8')).schema).toBe('attn/1');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('- is stdout', async () => {
    expect((await typed(`compute ${Q} --json -o -`)).out).toBe((await typed(`compute ${Q} --json`)).out);
  });

  it('--no-clobber keeps what is there', async () => {
    await writeFile(join(folder, 'kept.json'), 'kept');
    expect(await typed(`compute ${Q} --no-clobber -o ${folder}/kept.json`)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('--no-clobber'),
    });
    expect(await readFile(join(folder, 'kept.json'), 'utf8')).toBe('kept');
  });

  it.each(['in.json', './in.json', 'link.json'])('refuses to overwrite an input, as %s too', async (name) => {
    await writeFile(join(folder, 'in.json'), '[[1, 0], [0, 1]]');
    await symlink(join(folder, 'in.json'), join(folder, 'link.json')).catch(() => undefined);
    for (const flags of [
      `--q ${folder}/in.json`,
      `--q ${folder}/in.json#q`,
      `--input ${folder}/in.json`,
      `--config ${folder}/in.json`,
    ]) {
      const { code, out } = await typed(`compute ${flags} -o ${folder}/${name}`);
      expect([code, out]).toEqual([1, '']);
      expect(await readFile(join(folder, 'in.json'), 'utf8')).toBe('[[1, 0], [0, 1]]');
    }
  });

  it('keeps the mode of the file, and a link a link', async () => {
    await writeFile(join(folder, 'private.json'), '');
    await chmod(join(folder, 'private.json'), 0o600);
    await symlink('private.json', join(folder, 'to-private.json'));
    await typed(`compute ${Q} -o ${folder}/to-private.json`);
    expect((await lstat(join(folder, 'to-private.json'))).isSymbolicLink()).toBe(true);
    const { mode, size } = await stat(join(folder, 'private.json'));
    expect([mode & 0o777, size > 100]).toEqual([0o600, true]);
  });

  it('a folder is no file', async () => {
    expect(await typed(`compute ${Q} -o ${folder}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is a folder'),
    });
  });
});

describe('--hide', () => {
  const words = `compute --input fixtures/bundle.json --hide cat`;

  it('shows before and after in a table', async () => {
    expect((await typed(words)).out).toMatch(/before[^]*cat|cat[^]*before/);
  });

  it('JSON holds both', async () => {
    const { before, hidden, weights } = JSON.parse((await typed(`${words} --json`)).out);
    expect(hidden).toEqual(['cat']);
    expect(weights.map((row: number[]) => row[1])).toEqual([0, 0, 0, 0]);
    expect(before.weights).toEqual(
      JSON.parse((await typed('compute --input fixtures/bundle.json --json')).out).weights,
    );
  });

  it('CSV holds what is left, and a note says so', async () => {
    const { out, err } = await typed(`${words} --format csv --only weights`);
    expect(out.split('\n')[0]!.split(',')[1]).toBe('0');
    expect(err).toContain('csv holds the result without the hidden word');
  });

  it('a word that appears twice is taken at its first place, with a note', async () => {
    const { err } = await typed('compute --sentence "the cat the dog" --hide the --json');
    expect(err).toContain(`'the' stands 2 times; taken: the first`);
  });
});

it('--token without --explain says that it changes nothing', async () => {
  expect((await typed('compute --input fixtures/bundle.json --token cat')).err).toContain(
    '--token chooses who speaks in --explain and on a page; nothing changes here',
  );
});

it('the same call gives the same bytes', async () => {
  const line = 'compute --sentence "Con mèo không qua đường" --heads 2 --json';
  expect((await attn(line.split(' '))).out).toBe((await attn(line.split(' '))).out);
});

describe('a literal of one row', () => {
  it.each(["'[3 4]'", "'[3, 4]'", "'[[3,4]]'", "'[3 4;]'"])('--q %s is one query of two numbers', async (literal) => {
    const { out, err } = await typed(
      `compute --q ${literal} --k '[1 0; 0 1]' --v '[1; 2]' --only scores --json --compact`,
    );
    expect(out).toBe('[[3,4]]\n');
    expect(err).toBe(
      /^'\[3/.test(literal) && !literal.includes(';')
        ? "attn: --q: a list of 2 numbers is taken as one row; '[1; 0]' is a column\n"
        : '',
    );
  });
});

it('key lengths that fit (batch, length, size) say how to have the three axes read so', async () => {
  const { code, err } = await typed(`compute --q '[[[1,0]],[[0,1]]]' --key-lengths '[1 0]'`);
  expect(code).toBe(1);
  expect(err).toContain('try: --heads 1 if Q is (batch, length, size)');
  expect(
    (await typed(`compute --q '[[[1,0]],[[0,1]]]' --key-lengths '[1 0]' --heads 1 --only weights --json --compact`))
      .out,
  ).toBe('[[[1]],[[0]]]\n');
});

describe('shapes that do not fit come with the reading that would', () => {
  it.each([
    [
      'three axes without --heads',
      `--q '[[[1,0,0,1]]]' --k '[[[1,0]]]'`,
      'with --heads N they are (batch, length, heads×size)',
    ],
    [
      'fewer key heads side by side',
      `--q '[[[1,0,0,1]]]' --k '[[[1,0]]]' --heads 2`,
      'try: --kv-heads 1 if K and V have fewer heads',
    ],
    ['anything else', `--q '[1 0 0 1; 0 0 0 0]' --k '[1 0; 0 1]'`, 'none is transposed'],
  ])('%s', async (_, words, advice) => {
    const { code, err } = await typed(`compute ${words}`);
    expect(code).toBe(1);
    expect(err).toContain(advice);
  });
});
