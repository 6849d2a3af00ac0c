import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { flagText, type FlagTable } from '../../src/commands/flag-spec.js';
import { COMPUTE_FLAGS } from '../../src/commands/options.js';
import { parseAsked, parseFlags } from '../../src/commands/parse-flags.js';
import { said } from '../said.js';
import { attn, typed } from './fake-io.js';

const TABLE = {
  deep: { kind: 'switch', group: 'Output' },
  'no-clobber': { kind: 'off', field: 'clobber', group: 'Output' },
  depth: { kind: 'whole', least: 2, most: 9, default: 4, value: 'N', needs: ['deep'], group: 'Output' },
  most: { kind: 'whole', least: 0, most: 99, value: 'N', group: 'Output' },
  atol: { kind: 'number', least: 0, example: '1e-5', value: 'A', group: 'Output' },
  room: { kind: 'size', value: 'SIZE', group: 'Output' },
  sign: {
    kind: 'choice',
    choices: ['point', 'comma'],
    bare: 'point',
    off: 'comma',
    aliases: { '.': 'point' },
    value: 'SIGN',
    group: 'Output',
  },
  'in-file': { kind: 'text', value: 'FILE', short: 'i', group: 'Input' },
} as const satisfies FlagTable;

const thrown = (raw: Record<string, unknown>): unknown => {
  try {
    parseFlags(TABLE, raw);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('parseFlags', () => {
  it('gives every flag of the table its type, its default and its field', () => {
    expect(parseFlags(TABLE, {})).toEqual({
      deep: false,
      clobber: true,
      depth: 4,
      most: undefined,
      atol: undefined,
      room: undefined,
      sign: undefined,
      inFile: undefined,
      idle: [],
      given: [],
    });
    const raw = { deep: true, clobber: false, depth: '7', atol: '1e-3', room: '2kB', sign: '.', inFile: 'a' };
    expect(parseFlags(TABLE, raw)).toMatchObject({
      deep: true,
      clobber: false,
      depth: 7,
      atol: 1e-3,
      room: 2000,
      sign: 'point',
      inFile: 'a',
    });
    const { depth, sign }: { depth: number; sign: 'point' | 'comma' | undefined } = parseFlags(TABLE, { sign: true });
    expect([depth, sign]).toEqual([4, 'point']);
    expect(parseFlags(TABLE, { sign: false }).sign).toBe('comma');
    // @ts-expect-error: no such flag
    expect(parseFlags(TABLE, {}).width).toBeUndefined();
  });

  it('takes the whole numbers of the range and no others', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 120 }), fc.double({ noNaN: true })), (number) => {
        const fits = Number.isInteger(number) && number >= 0 && number <= 99 && !Object.is(number, -0);
        const text = String(number);
        if (!/^-?\d+$/.test(text) || !fits) expect(() => parseFlags(TABLE, { most: text })).toThrow();
        else expect(parseFlags(TABLE, { most: text }).most).toBe(number);
      }),
      { examples: [[0], [99], [100], [-1]] },
    );
  });

  it('tells all that is wrong at once, with what is expected', () => {
    expect(said(thrown({ depth: '1', atol: '-1', room: 'x', sign: 'coma' }))).toEqual([
      { where: '--depth', what: 'expected a whole number from 2 to 9, found "1"' },
      { where: '--atol', what: 'expected a number of at least 0, found "-1"', fix: '--atol 1e-5' },
      { where: '--room', what: 'expected a size, found "x"', fix: 'for example 2GB, 500MB or 4GiB' },
      { where: '--sign', what: 'expected point, comma, found "coma"', fix: 'did you mean comma?' },
    ]);
  });

  it('says which flag has no effect without another', () => {
    expect(parseFlags(TABLE, { depth: '3' }).idle).toEqual([
      { code: 'no-effect-without', option: 'depth', needs: ['deep'] },
    ]);
    expect(parseFlags(TABLE, { depth: '3', deep: true }).idle).toEqual([]);
  });

  it('keeps what is asked of the problem in the order of the table, as it was written', () => {
    expect([...parseAsked({ softcap: '3', q: 'q.json', width: '9', causal: true }).asked]).toEqual([
      ['q', { value: 'q.json', where: '--q', kind: 'usage' }],
      ['causal', { value: true, where: '--causal', kind: 'usage' }],
      ['softcap', { value: '3', where: '--softcap', kind: 'usage' }],
    ]);
  });
});

it('flagText writes a flag as the help shows it', () => {
  expect(Object.entries(TABLE).map(([name, spec]) => flagText(name, spec))).toEqual([
    '--deep',
    '--no-clobber',
    '--depth <N>',
    '--most <N>',
    '--atol <A>',
    '--room <SIZE>',
    '--sign [SIGN]',
    '-i, --in-file <FILE>',
  ]);
});

it('--no-color and --input with --no-input keep their own meaning', () => {
  expect(parseFlags(COMPUTE_FLAGS, { color: false, pause: false, input: 'a.json' })).toMatchObject({
    color: 'never',
    pause: false,
    input: 'a.json',
  });
  expect(parseFlags(COMPUTE_FLAGS, { color: 'always' })).toMatchObject({ color: 'always', pause: true });
});

it('nothing but the parser reads a flag by a name that the compiler does not know', () => {
  const readers = readdirSync('src/commands').filter((file) =>
    /\b(flags|raw|opts\(\))\[(?!givenField)/.test(readFileSync(`src/commands/${file}`, 'utf8')),
  );
  expect(readers).toEqual(['parse-flags.ts']);
});

describe('a flag that has no effect', () => {
  it.each([
    [['rnn', '--dim=4', '--steps=5'], '--steps has no effect without --train'],
    [['compute', '--q=[1 0; 0 1]', '--accessible'], '--accessible has no effect without --explain or --quiz'],
    [['compute', '--q=[1 0; 0 1]', '--no-clobber'], '--no-clobber has no effect without --output'],
    [['compute', '--q=[1 0; 0 1]', '--compact'], '--compact has no effect on table'],
    [['train', '--epochs=1', '--layers=1', '--dim=4', '--compact'], '--compact has no effect without --json'],
  ])('%j is said', async (call, note) => {
    const { code, err } = await attn(call);
    expect(code).toBe(0);
    expect(err).toContain(`attn: ${note}\n`);
  });

  it('is not said where it has one, nor with --quiet', async () => {
    const one = await typed(`compute --q '[1 0; 0 1]' --json --compact`);
    const two = await typed(`compute --q '[1 0; 0 1]' --accessible --quiet`);
    expect(one.err + two.err).not.toMatch('no effect');
  });
});
