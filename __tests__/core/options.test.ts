import { attend } from '../../src/core/attend.js';
import { isInRange } from '../../src/core/check-options.js';
import { AttnError } from '../../src/core/error.js';
import { inputOptions, inputTensors } from '../../src/core/inputs.js';
import { OPTION_LIST, optionNamed, OPTIONS, PROBLEM_OPTIONS } from '../../src/core/options.js';
import type { OptionSpec } from '../../src/core/options/spec.js';
import type { Problem } from '../../src/core/problem.js';
import { settle } from '../../src/core/settings.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { refusal } from '../../src/kernel/fits.js';
import { OPTION_HELP } from '../../src/words/en/options.js';
import { said, saidText } from '../said.js';

const q = matrix([
  [1, 0],
  [0, 1],
]);
const thrown = (problem: Record<string, unknown>): AttnError => {
  try {
    attend(problem as Problem);
  } catch (error) {
    if (error instanceof AttnError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('attend', () => {
  it.each<[string, unknown, string]>([
    ['temperature', 0, 'temperature  expected a number above 0, found 0'],
    ['temperature', NaN, 'temperature  expected a number above 0, found NaN'],
    ['causal', 'left', 'causal  expected top-left, bottom-right, offset, found "left"'],
    ['like', 'mlx', 'like  expected torch, torch-mha, onnx, jax, flash, keras, found "mlx"'],
    ['dtype', 'float8', 'dtype  expected float64, float32, float16, bfloat16, found "float8"'],
    ['heads', 1.5, 'heads  expected a whole number of at least 1, found 1.5'],
    ['softcap', -1, 'softcap  expected a number of at least 0, found -1'],
    ['ropeBase', 0, 'ropeBase  expected a number above 0, found 0'],
    ['window', [1], 'window  expected two whole numbers L,R (-1: no limit), found a list'],
    ['bias', 2, 'bias  expected a matrix or an expression, found 2'],
    ['mask', 'j <= i', 'mask  expected a matrix or an expression, found "j <= i"'],
    ['scoreMod', 's', 'scoreMod  expected an expression over s, i, j, found "s"'],
    ['wo', [[1]], 'wo  expected a matrix, found a list'],
    ['kv-heads', 1, 'unknown option "kv-heads"'],
  ])('refuses %s = %p and says what is expected', (field, value, message) => {
    const error = thrown({ q, [field]: value });
    expect(saidText(error)).toBe(message);
    expect(error.kind).toBe('usage');
  });

  it('tells everything that is wrong at once, with the nearest choice', () => {
    const error = thrown({ q, dtype: 'float23', normalizer: 'softmx', temprature: 2 });
    expect(said(error).map(({ fix }) => fix)).toEqual([
      'did you mean float32?',
      'did you mean softmax?',
      'did you mean temperature?',
    ]);
  });

  it('takes what is switched off in so many words as not given', () => {
    const outputs = [{}, { causal: false }, { alibi: false }, { rope: false }, { bias: undefined }].map((more) => [
      ...attend({ q, ...more } as unknown as Problem).stages.get('output')!.tensor.data,
    ]);
    expect(new Set(outputs.map(String)).size).toBe(1);
  });
});

describe('the table of options', () => {
  it('names every option in three ways that lead to the same one', () => {
    for (const option of OPTION_LIST) {
      expect(optionNamed(option.name)).toBe(option);
      expect(optionNamed(option.key)).toBe(option);
      expect(option.field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).toBe(option.key);
    }
  });

  it('has defaults that the option itself may have', () => {
    const given = Object.entries(OPTIONS as Readonly<Record<string, OptionSpec>>).flatMap(([name, spec]) =>
      'default' in spec ? [{ name, spec, value: spec.default }] : [],
    );
    expect(given.length).toBeGreaterThan(8);
    for (const { spec, value } of given) {
      if (spec.kind === 'choice') expect(spec.choices).toContain(value);
      else expect(spec.kind === 'number' && isInRange(value as number, spec)).toBe(true);
    }
  });

  it('settles a problem: what it says, then what its system does, then the default', () => {
    expect(settle({})).toMatchObject({ layout: 'bhld', emptyRows: 'zero', temperature: 1, ropeBase: 10000 });
    expect(settle({ like: 'keras' })).toMatchObject({ layout: 'blhd', emptyRows: 'uniform', temperature: 1 });
    expect(settle({ like: 'keras', layout: 'bhld', temperature: 3 })).toMatchObject({
      layout: 'bhld',
      emptyRows: 'uniform',
      temperature: 3,
    });
  });

  it('keeps every option of a problem in its result: a tensor among the arrays, every other value in words', () => {
    const one = tensor([], [1]);
    const cell = { text: 'i', at: () => 0 };
    for (const { name, field, key, kind, result } of PROBLEM_OPTIONS) {
      const value = ['tensor', 'cells', 'number-or-tensor'].includes(kind)
        ? one
        : kind === 'arrays'
          ? { one }
          : kind === 'score'
            ? cell
            : 'x';
      const problem = { mask: cell, [field]: value } as unknown as Problem;
      const kept = [...inputTensors(problem).map(([known]) => known), ...Object.keys(inputOptions(problem))];
      const known = kind === 'arrays' ? kept.includes('let.one') : kept.includes(key);
      expect([name, known]).toEqual([name, result !== 'stage']);
    }
  });
});

describe('the kernel', () => {
  it('leaves an option that it is not known to be able to do to the reference, and names it', () => {
    const newer = { q, laterOption: tensor([2, 2], [0, 0, 0, 0]) } as unknown as Problem;
    expect(refusal(newer, ['output'])).toEqual({ code: 'kernel-lacks-option', option: 'laterOption' });
    expect(refusal({ q, laterOption: undefined } as unknown as Problem, ['output'])).toBeUndefined();
  });

  it('refuses at least one value of every option that the table does not give it whole', () => {
    const limited = PROBLEM_OPTIONS.filter(({ kernel }) => kernel !== 'yes');
    expect(limited.length).toBeGreaterThan(3);
    for (const option of limited) {
      const rows = { text: 'i', at: () => 1, rows: () => (i: number) => i };
      const values = option.kind === 'choice' ? option.choices : option.kind === 'scale' ? [rows] : [Infinity];
      expect(values.some((value) => refusal({ q, [option.field]: value } as Problem, ['output']) !== undefined)).toBe(
        true,
      );
    }
  });
});

// Checked by `npm run typecheck`: an option that says too little does not compile.
describe('a new option', () => {
  const whole = {
    kind: 'choice',
    choices: ['a', 'b'],
    value: 'G',
    group: 'Mathematics',
    step: 'normalize',
    result: 'kept',
    kernel: 'reference',
    check: 'keeps',
  } as const satisfies OptionSpec;

  it('says what the kernel, check and a result do with it, or does not compile', () => {
    const { kernel: _kernel, ...noKernel } = whole;
    const { check: _check, ...noCheck } = whole;
    const { result: _result, ...noResult } = whole;
    const { step: _step, ...noStep } = whole;
    // @ts-expect-error: what the kernel does with it is missing
    const first: OptionSpec = noKernel;
    // @ts-expect-error: what attn check does with it is missing
    const second: OptionSpec = noCheck;
    // @ts-expect-error: what a result keeps of it is missing
    const third: OptionSpec = noResult;
    // @ts-expect-error: the step in which it acts is missing
    const fourth: OptionSpec = noStep;
    // @ts-expect-error: whether it is rounded is missing
    const fifth: OptionSpec = { ...whole, kind: 'tensor' };
    expect([first, second, third, fourth, fifth].filter((spec) => !('kernel' in spec))).toHaveLength(1);
  });

  it('is no field of a problem, and has no help, before it stands in the table', () => {
    // @ts-expect-error: no such option
    const problem: Problem = { q, laterOption: q };
    // @ts-expect-error: no such choice
    const choice: Problem = { q, normalizer: 'entmax' };
    // @ts-expect-error: no such name
    const help: string | undefined = OPTION_HELP['laterOption'];
    expect([Object.keys(problem), choice.normalizer, help]).toEqual([['q', 'laterOption'], 'entmax', undefined]);
    expect(Object.keys(OPTION_HELP)).toEqual(OPTION_LIST.map(({ name }) => name));
  });
});
