import { execFileSync } from 'node:child_process';
import { readPickle } from '../../../src/files/pickle/read.js';
import type { PickleValue } from '../../../src/files/pickle/values.js';
import { refusalOf } from '../../said.js';
import { pythonWith, whenInstalled } from '../../when-installed.js';

const NOTHING = { global: () => undefined, persistent: () => undefined };
const read = (bytes: Uint8Array): PickleValue<never> => readPickle<never>(bytes, 'a.pkl', NOTHING);
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A value as JSON has it, so that it can be compared with what Python says. */
function plain(value: PickleValue<never>): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return [...value];
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind === 'dict')
    return Object.fromEntries([...(value.entries ?? [])].map(([key, item]) => [String(key), plain(item)]));
  return 'items' in value ? value.items.map(plain) : value;
}

const SCRIPT = `
import json, pickle, random, base64
random.seed(11)
def any(depth):
    kind = random.randint(0, 9 if depth < 4 else 5)
    if kind == 0: return random.choice([None, True, False])
    if kind == 1: return random.choice([0, 1, 255, 256, -1, 65535, 65536, 2**31 - 1, -2**31, 2**31, 2**53, -2**40])
    if kind == 2: return random.uniform(-1e9, 1e9)
    if kind == 3: return ''.join(random.choice('ab\\u00e9\\u1ec7\\U0001f600 ') for _ in range(random.randint(0, 300)))
    if kind == 4: return shared
    if kind == 5: return random.choice([2**70, -2**200])
    if kind in (6, 7): return [any(depth + 1) for _ in range(random.randint(0, 4))]
    if kind == 8: return tuple(any(depth + 1) for _ in range(random.randint(0, 5)))
    return {random.choice(['a', 'bc', 7, 1000]) if n else 'x': any(depth + 1) for n in range(random.randint(0, 4))}
def plain(v):
    if isinstance(v, dict): return {str(k): plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)): return [plain(x) for x in v]
    if isinstance(v, int) and not isinstance(v, bool) and abs(v) > 2**53 - 1: return str(v)
    return v
shared = ['same']
for n in range(200):
    protocol = n % 5 + 1
    value = any(0)
    print(json.dumps([base64.b64encode(pickle.dumps(value, protocol)).decode(), plain(value)]))
`;

whenInstalled('numpy').it('200 values that Python pickles, by protocols 1 to 5, read as they were', () => {
  const lines = String(execFileSync(pythonWith('numpy')!, ['-c', SCRIPT]))
    .trim()
    .split('\n');
  expect(lines).toHaveLength(200);
  for (const line of lines) {
    const [bytes, value] = JSON.parse(line) as [string, unknown];
    expect(plain(read(new Uint8Array(Buffer.from(bytes, 'base64'))))).toEqual(value);
  }
});

it('reads protocol 0, whose numbers and texts are lines', () => {
  expect(plain(read(latin("(lp0\nI1\naL20L\naS'abc'\nap1\n.")))).toEqual([1, 20, 'abc']);
});

it('what was kept is the same value again, not a copy', () => {
  const pair = read(latin('\x80\x02]q\x00h\x00\x86.'));
  const [first, second] = (pair as { items: unknown[] }).items;
  expect(first).toBe(second);
});

it.each([
  ['a name', 'cos\nsystem\n.', 'a.pkl  refers to os.system: code, not a tensor, and no code of a file is run'],
  ['an item for what is no list', 'K\x01K\x02a.', 'before byte 5 it needs a list, and has another value'],
  ['a call of a number', 'K\x01)R.', 'before byte 4 it needs a function, and has another value'],
  ['a key without a value', '}(K\x01u.', 'takes a value that is not there'],
  ['a value below the mark', 'K\x01(0a.', 'takes a value that is not there'],
  ['text that is not UTF-8', '\x8c\x01\xff.', 'the text at byte 3 of its pickle is not UTF-8'],
  ['an integer with letters', 'I12x\n.', '"12x" at byte 2 of its pickle is no whole number'],
  ['a line without an end', 'I12', 'the line at byte 2 of its pickle never ends'],
])('refuses %s', (_, program, why) => {
  expect(refusalOf(() => read(latin(program)))).toContain(why);
});

it('no pickle of random bytes does anything but give a value or be refused', () => {
  let state = 12345;
  const random = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const letters = latin('\x80N\x88KMJ\x8aGX\x8cU]laet)\x85\x86\x87}du0122qh\x94(sb.cRQ\x93\x81');
  let refused = 0;
  for (let n = 0; n < 3000; n++) {
    const bytes = Uint8Array.from({ length: 40 }, () =>
      random() < 0.7 ? letters[Math.floor(random() * letters.length)]! : Math.floor(random() * 256),
    );
    try {
      read(bytes);
    } catch (error) {
      refused++;
      expect((error as Error).name).toBe('AttnError');
    }
  }
  expect(refused).toBeGreaterThan(2000);
});
