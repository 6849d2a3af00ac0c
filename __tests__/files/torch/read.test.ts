import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTorch, partsOf, type Parts, type TorchFile } from '../../../src/files/index.js';
import { attn } from '../../commands/fake-io.js';
import { refusalOf } from '../../said.js';
import { pythonWith, whenInstalled } from '../../when-installed.js';

const FOLDER = 'fixtures/torch';

/** What PyTorch says that its files hold: scripts/make-torch-fixtures.py. */
interface Held {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly numbers: readonly number[];
}
type Expected = Readonly<Record<string, Readonly<Record<string, Held>>>>;
const expected = JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8')) as Expected;

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
const opened = (name: string, folder = FOLDER): TorchFile => openTorch(partsOf(name, bytesOf(join(folder, name))));

function held(file: TorchFile, names: readonly string[]): Record<string, Held> {
  return Object.fromEntries(
    names.map((name) => {
      const { shape, dtype, data } = file.read(name);
      return [name, { shape, dtype, numbers: [...data] }];
    }),
  );
}

const ofFile = (name: string): Record<string, Held> => {
  const { x: _x, q: _q, ...own } = expected[name]!;
  return own;
};

it.each(Object.keys(expected).filter((name) => Object.keys(expected[name]!).length > 0))(
  '%s: every tensor is what PyTorch says',
  (name) => {
    const own = ofFile(name);
    expect(held(opened(name), Object.keys(own))).toEqual(own);
  },
);

it('the entries tell name, type and shape before a number is read', () => {
  const all = bytesOf(`${FOLDER}/kinds.pt`);
  const asked: number[] = [];
  const counting: Parts = {
    ...partsOf('kinds.pt', all),
    part: (start, end) => {
      asked.push(start);
      return all.subarray(Math.max(0, start), end);
    },
  };
  const { entries } = openTorch(counting);
  expect(Object.fromEntries(entries.map(({ name, shape, dtype, count }) => [name, { shape, dtype, count }]))).toEqual(
    Object.fromEntries(
      Object.entries(expected['kinds.pt']!).map(([name, { shape, dtype, numbers }]) => [
        name,
        { shape, dtype, count: numbers.length },
      ]),
    ),
  );
});

it('one tensor is read without the storages of the others', () => {
  const all = bytesOf(`${FOLDER}/kinds.pt`);
  const asked: [number, number][] = [];
  const file = openTorch({
    ...partsOf('kinds.pt', all),
    part: (start, end) => {
      asked.push([start, end]);
      return all.subarray(Math.max(0, start), end);
    },
  });
  asked.length = 0;
  file.read('int64');
  const reach = asked.map(([start, end]) => end - start);
  // Two numbers of 8 bytes, once for their checksum and once for themselves.
  expect(reach).toEqual([16, 16]);
});

it('values beside the tensors of the outermost dict are settings', () => {
  expect([...opened('nested.pt').settings]).toEqual([
    ['epoch', 3],
    ['name', 'small'],
  ]);
  expect(Object.fromEntries(opened('bundle.pt').settings)).toEqual({ causal: true, scale: 0.5 });
});

it('a tensor of complex numbers is listed, not read, and the one beside it is', () => {
  const file = opened('complex.pt');
  expect(file.entries.map(({ name, type, dtype }) => [name, type, dtype])).toEqual([
    ['freqs', 'complex64', undefined],
    ['w', 'float32', 'float32'],
  ]);
  expect(refusalOf(() => file.read('freqs'))).toBe('complex.pt#freqs  has the type complex64, which is not read');
  expect(file.read('w').shape).toEqual([3, 4]);
});

it.each([
  ['old-form.pt', 'old-form.pt  is written in the old form of torch.save, from before PyTorch 1.6'],
  ['script.pt', 'script.pt  is a TorchScript program, not a file of tensors'],
  [
    'module.pt',
    'module.pt  refers to torch.nn.modules.linear.Linear: code, not a tensor, and no code of a file is run',
  ],
])('%s is refused by name', (name, why) => {
  expect(refusalOf(() => opened(name))).toBe(why);
});

it('a name that is not there is answered with those that are', () => {
  expect(refusalOf(() => opened('layer.pt').read('self_attn.q_prj.weight'))).toContain(
    "there is no tensor 'self_attn.q_prj.weight' here",
  );
});

it('one byte of a storage that was changed is found by its checksum', () => {
  const bytes = bytesOf(`${FOLDER}/lone.pt`);
  const at = Buffer.from(bytes).indexOf(Buffer.from(Float32Array.of(11 / 8).buffer));
  bytes[at] = bytes[at]! ^ 1;
  expect(refusalOf(() => openTorch(partsOf('lone.pt', bytes)).read(''))).toContain('is damaged: its CRC-32 is');
});

describe('attn compute', () => {
  it('reads a tensor by its path', async () => {
    const { code, out } = await attn([
      ...['compute', '--q', `${FOLDER}/nested.pt#model.layers.1.w`, '--only', 'q', '--format', 'csv'],
    ]);
    expect([code, out.split('\n')[1]]).toEqual([0, '0.125,0.625,1.125']);
  });

  it('knows the names of a bundle and says which it took', async () => {
    const { code, out, err } = await attn(['compute', '--input', `${FOLDER}/bundle.pt`, '--json']);
    expect([code, JSON.parse(out).q[2], JSON.parse(out).meta.options.causal]).toEqual([
      0,
      [1, 1.125, 1.25, 1.375],
      true,
    ]);
    expect(err).toContain('taken by name: q = query, k = key, v = value');
  });

  it('multiplies with the weights of a Linear as PyTorch does, square ones too, and says so', async () => {
    const { x, q } = expected['layer.pt']!;
    const rows = [0, 1, 2].map((row) => x!.numbers.slice(4 * row, 4 * row + 4));
    const { code, out, err } = await attn([
      ...['compute', '--input', `${FOLDER}/layer.pt`, '--x', JSON.stringify(rows), '--heads', '1', '--json'],
    ]);
    expect(code).toBe(0);
    JSON.parse(out)
      .q.flat()
      .forEach((value: number, n: number) => expect(value).toBeCloseTo(q!.numbers[n]!, 6));
    expect(err).toContain(
      "as PyTorch's Linear stores them: fixtures/torch/layer.pt#self_attn.q_proj.weight names a Linear",
    );
  });
});

const SCRIPT = `
import json, sys, random, torch
random.seed(int(sys.argv[2])); torch.manual_seed(int(sys.argv[2]))
types = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
store = {t: (torch.randn(400) * 20).to(t) for t in types}
tensors = {}
for n in range(60):
    base = store[random.choice(types)]
    rank = random.randint(0, 4)
    shape = [random.randint(0 if random.random() < 0.1 else 1, 4) for _ in range(rank)]
    stride = [random.randint(0, 9) for _ in range(rank)]
    offset = random.randint(0, 250)
    t = torch.as_strided(base, shape, stride, offset)
    tensors[f'a{n}' if n % 2 else n] = torch.nn.Parameter(t, requires_grad=False) if n % 7 == 0 else t
torch.save({'deep': [tensors, (1, 'two', None)]}, sys.argv[1], pickle_protocol=random.choice([2, 3, 4]))
print(json.dumps({f'deep.0.{k}': {'shape': list(t.shape), 'dtype': str(t.dtype)[6:], 'numbers': t.double().flatten().tolist()} for k, t in tensors.items()}))
`;

whenInstalled('torch').it(
  'of 300 tensors with any offset and strides each is what PyTorch says',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'attn-torch-'));
    writeFileSync(join(folder, 'any.py'), SCRIPT);
    for (let seed = 0; seed < 5; seed++) {
      const text = execFileSync(pythonWith('torch')!, [join(folder, 'any.py'), join(folder, 'any.pt'), String(seed)]);
      const own = JSON.parse(String(text)) as Record<string, Held>;
      const file = opened('any.pt', folder);
      expect(held(file, Object.keys(own))).toEqual(own);
      expect([...file.readAll().keys()].sort()).toEqual(Object.keys(own).sort());
    }
    rmSync(folder, { recursive: true });
  },
  60_000,
);
