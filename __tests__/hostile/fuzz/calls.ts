import fc from 'fast-check';
import { CHECK_FLAGS } from '../../../src/commands/check-options.js';
import { RNN_FLAGS, TRAIN_FLAGS } from '../../../src/commands/learn-options.js';
import type { FlagSpec, FlagTable } from '../../../src/commands/flag-spec.js';
import { GLOBAL_FLAGS, INPUT_FLAGS, OUTPUT_FLAGS, TEACHING_FLAGS } from '../../../src/commands/options.js';
import { OPTION_LIST, type Option } from '../../../src/core/options.js';
import { MAGIC } from './edits.js';

/** A call of the command, as a shell would hand it over. */
export interface Call {
  readonly argv: readonly string[];
  readonly stdin: string;
  /** Columns of a terminal; none is a pipe. */
  readonly columns?: number;
}

/** Values that no flag expects. Nothing here names a file that could be harmed: calls run in a folder of their own. */
const SILLY: readonly string[] = [
  '',
  ' ',
  '-',
  '--',
  '=',
  '0',
  '1',
  '-1',
  '1e9',
  '-0',
  '0.5',
  '1/2',
  '1e999',
  '1e-320',
  '9007199254740993',
  '999999999',
  '4294967296',
  'NaN',
  'inf',
  '-inf',
  'true',
  'null',
  'true,false',
  '[',
  '[]',
  '[[]]',
  '{}',
  '[1',
  '[[1,2],[3]]',
  '[[[[[1]]]]]',
  '[nan]',
  '[inf -inf; 1 2]',
  '[1e308 1e308; 1e308 -1e308]',
  '[1 0; 0 1]',
  '[[1,0],[0,1]]',
  '[1;2]',
  '[]#q',
  'x#',
  '#',
  'q.json#nothing',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'nowhere.json',
  '.',
  '..',
  '/',
  '/dev/null',
  'empty.json',
  'bundle.json',
  'v.csv',
  'nan.npy',
  'one.npz',
  'one.safetensors',
  '\u001b[2J\u001b]0;x\u0007',
  'a\nb',
  '\u202eabc',
  '\ud800',
  '🙂',
  'ngữ',
  'a'.repeat(300),
  'і',
  ...MAGIC.filter((text) => !text.includes('\0')),
];

const MATRICES = [
  'q.json',
  'k.json',
  'v.csv',
  'bundle.json#q',
  'one.npz',
  'one.safetensors#q',
  '[1 0; 0 1]',
  '[1 2 3 4; 5 6 7 8; 1 0 1 0; 0 1 0 1]',
  '[[[1,0],[0,1]],[[1,1],[0,1]]]',
  '[1 0 1 1]',
  '[1;0;1;1]',
  '1',
  '0.5',
  '[0 0 0 0]',
  '2',
];
const EXPRESSIONS = [
  'j <= i',
  'i - j < 2',
  '0',
  '1',
  's - 0.1*abs(i-j)',
  's*s',
  's/0',
  '1/sqrt(d_k)',
  'log(0)',
  '1/(i-j)',
  'i == j ? inf : -inf',
  'sqrt(0-1)',
  'exp(1000)',
  'h + b',
  '2^-0.5',
  'n_q*n_k',
  'mod(i,2)',
  'max(i,j)',
  't[i,j]',
  't[i]',
  't5_bucket(i-j)',
  'i',
  's',
];
const NUMBERS = ['1', '2', '3', '4', '8', '16', '42', '0.1', '1.5', '-3', '100', '1e-300', '1e300', 'sqrt(2)'];

/** Plausible values of an option. */
function values(option: Option): readonly string[] {
  switch (option.kind) {
    case 'tensor':
      return MATRICES;
    case 'cells':
      return [...MATRICES, ...EXPRESSIONS];
    case 'arrays':
      return ['t=[1 2; 3 4]', 't=q.json', 't', '=1', 'i=[1]', 'sqrt=[1]', 't=nowhere.json', 't=[]'];
    case 'score':
    case 'scale':
      return [...EXPRESSIONS, ...NUMBERS];
    case 'number':
      return NUMBERS;
    case 'choice':
      return option.choices;
    case 'number-or-tensor':
    case 'switch-or-tensor':
      return [...NUMBERS, ...MATRICES];
    case 'reach':
      return ['1,0', '-1,0', '0,0', '2,2', '-1,-1', '1000000,1'];
    case 'switch':
      return [''];
    case 'norm':
      return [...option.choices, '[1 2]', 'layernorm:[1 1 1 1]'];
    case 'pattern':
      return ['2', 'last:2', '4', '1,1', 'axial:1,1', 'interleaved:1,0', '9'];
    case 'rope-scaling':
      return ['linear,factor=4', 'yarn,factor=8,original_max_position_embeddings=2', '{"rope_type": "default"}', 'su'];
    case 'tokens':
      return ['the cat sat down', 'a b', '["a b","c"]', 'a a a a', '["","","",""]'];
    case 'text':
      return ['the cat sat', 'a', "The animal didn't cross the street because it was tired", '日本 語', 'a a a'];
  }
}

const word = (plausible: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...plausible) },
    { weight: 1, arbitrary: fc.constantFrom(...SILLY) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }).filter((text) => !text.includes('\0')) },
  );

const asked = fc
  .constantFrom(...OPTION_LIST)
  .chain((option) =>
    fc.oneof<fc.MaybeWeightedArbitrary<string[]>[]>(
      { weight: 6, arbitrary: word(values(option)).map((value) => [`--${option.name}=${value}`]) },
      { weight: 1, arbitrary: word(values(option)).map((value) => [`--${option.name}`, value]) },
      { weight: 1, arbitrary: fc.constant([`--${option.name}`]) },
    ),
  );

/** What flags of the command line alone may say. Files are written where the call runs. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  '--output': [
    'x.json',
    'x.npz',
    'x.npy',
    'x.csv',
    'x.svg',
    'x.html',
    'x.md',
    'x.tex',
    'x.safetensors',
    'x.txt',
    'x',
    '-',
    'no/such/x.json',
    '/dev/null',
    'q.json',
  ],
  '--input': ['bundle.json', '-', 'one.npz', 'one.safetensors', 'q.json'],
  '--config': ['config.csv', 'config.json', '-'],
  '--weights': ['model.safetensors', 'q.json'],
  '--actual': MATRICES,
  '--weights-given': MATRICES,
  '--data': ['sentences.csv', '-', 'config.csv'],
  '--from': ['model.safetensors'],
  '--token': ['the', 'cat', '1', 'the#2', '9'],
  '--hide': ['the', 'cat', '1', 'the#2', '9'],
  '--sentence': ['the cat sat', 'a b', 'a'],
  '--show': ['all', 'weights', 'scores,output', 'lse,entropy', 'grad_q', 'x'],
  '--width': ['20', '40', '80', '1000'],
  '--delimiter': ['comma', 'tab', ';', 'x'],
};

function said([name, spec]: readonly [string, FlagSpec]): fc.Arbitrary<string[]> {
  const flag = `--${name}`;
  if (!('value' in spec)) return fc.constant([flag]);
  const choices = spec.kind === 'choice' ? spec.choices : spec.kind === 'text' ? spec.offers : undefined;
  return word(SAID[flag] ?? choices ?? ['1', '2', '4', '10']).map((value) => [`${flag}=${value}`]);
}

const anyOf = (...tables: readonly FlagTable[]): fc.Arbitrary<string[]> =>
  fc.constantFrom(...tables.flatMap((flags) => Object.entries(flags))).chain(said);

const without = (flags: FlagTable, names: RegExp): FlagTable =>
  Object.fromEntries(Object.entries(flags).filter(([name]) => !names.test(name)));

/** Enough to compute, so that the other flags have something to change. */
const start = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ['--q=q.json', '--k=k.json', '--v=v.csv'],
      ['--input=bundle.json'],
      ['--q=[1 0; 0 1]'],
      ['--sentence=the cat sat'],
      ['--config=config.csv'],
      ['--input=one.npz'],
      ['--q=[[[1,0],[0,1]],[[1,1],[0,1]]]'],
      ['--x=q.json', '--wq=[1 0;0 1;1 1;0 0]', '--wk=[1 0;0 1;1 1;0 0]', '--wv=[1 0;0 1;1 1;0 0]'],
      ['--sentence=the cat sat', '--weights=model.safetensors'],
    ),
  },
  { weight: 1, arbitrary: fc.constant<string[]>([]) },
);

const few = <T>(one: fc.Arbitrary<T[]>, most: number): fc.Arbitrary<T[]> =>
  fc.array(one, { maxLength: most }).map((lists) => lists.flat());
const screen = anyOf(OUTPUT_FLAGS, TEACHING_FLAGS, GLOBAL_FLAGS, INPUT_FLAGS);
const small = ['--dim=4', '--layers=1', '--epochs=1'];

const argv: fc.Arbitrary<string[]> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(start, few(asked, 4), few(screen, 4)).map(([...parts]) => ['compute', ...parts.flat()]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(start, few(asked, 2), few(anyOf(CHECK_FLAGS), 3), few(anyOf(INPUT_FLAGS, GLOBAL_FLAGS), 2))
      .map(([...parts]) => ['check', '--actual=[1 0; 0 1]', ...parts.flat()]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(few(anyOf(without(RNN_FLAGS, /train|steps|seeds|dim/)), 3), few(anyOf(GLOBAL_FLAGS), 2))
      .map(([...parts]) => ['rnn', '--dim=4', ...parts.flat()]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(few(anyOf(without(TRAIN_FLAGS, /data|epochs|layers|dim/)), 3), few(anyOf(GLOBAL_FLAGS), 2))
      .map(([...parts]) => ['train', '--data=sentences.csv', ...small, ...parts.flat()]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('glossary', 'worksheet', 'completion', 'help'),
        few(
          fc.oneof(
            anyOf(GLOBAL_FLAGS, OUTPUT_FLAGS),
            fc.constantFrom(...SILLY).map((one) => [one]),
          ),
          3,
        ),
      )
      .map(([name, rest]) => [name, ...rest]),
  },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof(
        fc.constantFrom(...SILLY),
        asked.map((list) => list[0]!),
        fc.constantFrom('compute', 'check', 'help', '-h', '-V', '--help', '--version'),
      ),
      { maxLength: 5 },
    ),
  },
);

export const calls: fc.Arbitrary<Call> = fc.record(
  {
    argv,
    stdin: fc.constantFrom(
      '',
      '[[1,0],[0,1]]',
      '{"q": [[1,0],[0,1]], "tokens": ["a", "b"]}',
      '1,2\n3,4\n',
      'sentence\na b\n',
    ),
    columns: fc.constantFrom(20, 80, 200),
  },
  { requiredKeys: ['argv', 'stdin'] },
);
