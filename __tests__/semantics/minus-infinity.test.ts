import { saidWarnings } from '../said.js';
import type { FloatType, Problem } from '../../src/core/problem.js';
import { attend } from '../../src/core/attend.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { cells, expectClose } from './helpers.js';

// A finite number added where a mask was meant ("-1e9"). What it does depends on the type it is added in: float32 has
// 24 bits, so scores near 1 vanish beside 10⁹; float64 keeps them; float16 has no 10⁹ and makes it −∞.
// https://github.com/pytorch/pytorch/issues/109517, https://github.com/huggingface/transformers/issues/14859
const SCORES = [0.5, 1.5, -1, 2.25];
const problem: Problem = {
  q: matrix([[1]]),
  k: matrix(SCORES.map((s) => [s])),
  v: matrix([[1], [2], [3], [4]]),
  scale: 1,
};
const under = (all: number, dtype: FloatType): number[] =>
  cells({ ...problem, bias: tensor([], [all]), dtype }, 'weights');
const plain = (() => {
  const powers = SCORES.map((s) => Math.exp(s));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((e) => e / sum);
})();

describe('a row in which every key gets the same finite number added', () => {
  it('float64, −1e4 and −1e9: as if nothing had been added', () => {
    expectClose(under(-1e4, 'float64'), plain, 1e-11);
    expectClose(under(-1e9, 'float64'), plain, 1e-6);
  });
  it('float64, the lowest float32: uniform', () =>
    expect(under(-3.4028234663852886e38, 'float64')).toEqual([0.25, 0.25, 0.25, 0.25]));
  it('float32, −1e4: nearly as before; −1e9: uniform, the scores are rounded away', () => {
    expectClose(under(-1e4, 'float32'), plain, 1e-3);
    expect(under(-1e9, 'float32')).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
  it('float16, −1e4: uniform where the scores differ by less than 4', () =>
    expect(under(-1e4, 'float16')).toEqual([0.25, 0.25, 0.25, 0.25]));
  it('float16, −1e9 is −∞: nobody is left, and the row is empty', () => {
    const trace = attend({ ...problem, bias: tensor([], [-1e9]), dtype: 'float16' });
    expect([...trace.stages.get('masked')!.tensor.data]).toEqual([-Infinity, -Infinity, -Infinity, -Infinity]);
    expect([...trace.stages.get('weights')!.tensor.data]).toEqual([0, 0, 0, 0]);
    expect(saidWarnings(trace)[0]).toContain('no visible keys');
    expect(cells({ ...problem, bias: tensor([], [-1e9]), dtype: 'float16', emptyRows: 'nan' }, 'output')).toEqual([
      NaN,
    ]);
  });
  it('bfloat16, −1e9: uniform, it has the range of float32', () =>
    expect(under(-1e9, 'bfloat16')).toEqual([0.25, 0.25, 0.25, 0.25]));
  it('−∞ in any type: nobody', () => {
    for (const dtype of ['float64', 'float32', 'float16', 'bfloat16'] as const)
      expect(under(-Infinity, dtype)).toEqual([0, 0, 0, 0]);
  });
});

describe('a finite number added to some keys', () => {
  it('−1e4 leaves nothing, −10 leaks 4.5e−5 of e^0', () => {
    const leak = (at: number): number =>
      cells(
        { q: matrix([[1]]), k: matrix([[0], [0]]), v: matrix([[0], [1]]), scale: 1, bias: matrix([[0, at]]) },
        'output',
      )[0]!;
    expect(leak(-1e4)).toBe(0);
    expectClose([leak(-10)], [Math.exp(-10) / (1 + Math.exp(-10))], 1e-15);
  });
  it('two finite masks on top of each other overflow to −∞ in float32, not in float64 (pytorch#109517)', () => {
    const lowest = -3.4028234663852886e38;
    // The bias and the score mod stand for the two masks.
    const twice: Problem = {
      ...problem,
      scoreMod: { text: `s + ${lowest}`, at: (s) => s + lowest, slope: () => 1 },
      bias: tensor([], [lowest]),
    };
    expect(cells({ ...twice, dtype: 'float32' }, 'weights')).toEqual([0, 0, 0, 0]);
    expect(cells(twice, 'weights')).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe('--dtype rounds every stage once, what comes in too', () => {
  it('inputs, projections and biases are held in the type', () => {
    const given: Problem = {
      x: matrix([[0.1]]),
      wq: matrix([[0.1]]),
      wk: matrix([[1]]),
      wv: matrix([[1]]),
      bias: matrix([[0.1]]),
      dtype: 'float16',
    };
    const tenth = 0.0999755859375; // the float16 next to 0.1
    expect(cells(given, 'x')).toEqual([tenth]);
    expect(cells(given, 'q')).toEqual([0.0099945068359375]); // tenth² rounded; 0.1² would give 0.010002136230468750
    expect(cells({ ...given, x: matrix([[0]]) }, 'masked')).toEqual([tenth]);
  });
  it('every stage is a number of the type; −∞ and NaN stay', () => {
    const trace = attend({
      ...problem,
      k: matrix([[0.1], [NaN], [0.3], [1e6]]),
      causal: 'bottom-right',
      softcap: 3,
      dtype: 'float16',
      grad: matrix([[0.7]]),
    });
    for (const [
      name,
      {
        tensor: { data, dtype },
      },
    ] of trace.stages) {
      expect([name, dtype]).toEqual([name, 'float16']);
      data.forEach((x) =>
        expect(Number.isFinite(x) ? Math.abs(x) <= 65504 && (x * 2 ** 24) % 1 === 0 : true).toBe(true),
      );
    }
    expect(cells({ ...problem, k: matrix([[NaN], [1e6], [-1e6], [0]]), dtype: 'float16' }, 'scores')).toEqual([
      NaN,
      Infinity,
      -Infinity,
      0,
    ]);
  });
  it('float64 inputs under float32 are stored as float32, whatever type they had', () => {
    const trace = attend({ ...problem, dtype: 'float32' });
    expect(new Set([...trace.stages.values()].map(({ tensor: { dtype } }) => dtype))).toEqual(new Set(['float32']));
  });
});
