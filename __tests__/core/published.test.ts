import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { alibiSlopes, rotate, sinusoidal } from '../../src/core/position.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';

/** A stage as nested rows (first batch item and head), rounded to the digits that the source prints. */
function rows(problem: Problem, name: StageName, digits: number): number[][] {
  const {
    tensor: { shape, data },
  } = attend(problem).stages.get(name)!;
  const [, , n, d] = shape as [number, number, number, number];
  return Array.from({ length: n }, (_, i) =>
    [...data.subarray(i * d, (i + 1) * d)].map((x) => Number(x.toFixed(digits))),
  );
}

describe('attend(problem) gives the printed numbers of', () => {
  it('R. Karim, "Illustrated: Self-Attention" (Towards Data Science, 2019): X·W, unscaled', () => {
    const problem: Problem = {
      x: matrix([
        [1, 0, 1, 0],
        [0, 2, 0, 2],
        [1, 1, 1, 1],
      ]),
      wq: matrix([
        [1, 0, 1],
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 1],
      ]),
      wk: matrix([
        [0, 0, 1],
        [1, 1, 0],
        [0, 1, 0],
        [1, 1, 0],
      ]),
      wv: matrix([
        [0, 2, 0],
        [0, 3, 0],
        [1, 0, 3],
        [1, 1, 0],
      ]),
      scale: 1,
    };
    expect(rows(problem, 'q', 0)).toEqual([
      [1, 0, 2],
      [2, 2, 2],
      [2, 1, 3],
    ]);
    expect(rows(problem, 'k', 0)).toEqual([
      [0, 1, 1],
      [4, 4, 0],
      [2, 3, 1],
    ]);
    expect(rows(problem, 'v', 0)).toEqual([
      [1, 2, 3],
      [2, 8, 0],
      [2, 6, 3],
    ]);
    expect(rows(problem, 'scores', 0)).toEqual([
      [2, 4, 4],
      [4, 16, 12],
      [4, 12, 10],
    ]);
    expect(rows(problem, 'weights', 6)[0]).toEqual([0.063379, 0.46831, 0.46831].map((x) => expect.closeTo(x, 5)));
    expect(rows(problem, 'output', 4)).toEqual([
      [1.9366, 6.6831, 1.5951],
      [2, 7.964, 0.054],
      [1.9997, 7.7599, 0.3584],
    ]);
  });

  it('S. Raschka, "Build a Large Language Model (From Scratch)" (Manning, 2024), section 3.3: no projections, no scale', () => {
    const x = matrix([
      [0.43, 0.15, 0.89],
      [0.55, 0.87, 0.66],
      [0.57, 0.85, 0.64],
      [0.22, 0.58, 0.33],
      [0.77, 0.25, 0.1],
      [0.05, 0.8, 0.55],
    ]);
    const problem: Problem = { q: x, scale: 1 };
    expect(rows(problem, 'scores', 4)[1]).toEqual([0.9544, 1.495, 1.4754, 0.8434, 0.707, 1.0865]);
    expect(rows(problem, 'weights', 4)[1]).toEqual([0.1385, 0.2379, 0.2333, 0.124, 0.1082, 0.1581]);
    expect(rows(problem, 'output', 4)).toEqual([
      [0.4421, 0.5931, 0.579],
      [0.4419, 0.6515, 0.5683],
      [0.4431, 0.6496, 0.5671],
      [0.4304, 0.6298, 0.551],
      [0.4671, 0.591, 0.5266],
      [0.4177, 0.6503, 0.5645],
    ]);
  });

  it('S. Cristina, "The Attention Mechanism from Scratch" (Machine Learning Mastery, 2023): scaled by 1/√3', () => {
    const problem: Problem = {
      x: matrix([
        [1, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ]),
      wq: matrix([
        [2, 0, 2],
        [2, 0, 0],
        [2, 1, 2],
      ]),
      wk: matrix([
        [2, 2, 2],
        [0, 2, 1],
        [0, 1, 1],
      ]),
      wv: matrix([
        [1, 1, 0],
        [0, 1, 1],
        [0, 0, 0],
      ]),
    };
    expect(rows(problem, 'output', 8)).toEqual([
      [0.98522025, 1.74174051, 0.75652026],
      [0.90965265, 1.40965265, 0.5],
      [0.99851226, 1.75849334, 0.75998108],
      [0.99560386, 1.90407309, 0.90846923],
    ]);
  });

  it('J. Alammar, "The Illustrated Transformer" (2018): scores 112 and 96, ÷ 8, 0.88 and 0.12', () => {
    // Vectors of 64 numbers whose products are his.
    const key = (score: number): number[] => [score, ...new Array<number>(63).fill(0)];
    const problem: Problem = { q: matrix([key(1)]), k: matrix([key(112), key(96)]), v: matrix([[1], [0]]) };
    expect(rows(problem, 'scaled', 0)).toEqual([[14, 12]]);
    expect(rows(problem, 'weights', 2)).toEqual([[0.88, 0.12]]);
  });

  it('TensorFlow, "Neural machine translation with a Transformer" (2019), print_out of four keys', () => {
    const k = matrix([
      [10, 0, 0],
      [0, 10, 0],
      [0, 0, 10],
      [0, 0, 10],
    ]);
    const v = matrix([
      [1, 0],
      [10, 0],
      [100, 5],
      [1000, 6],
    ]);
    const problem: Problem = {
      q: matrix([
        [0, 0, 10],
        [0, 10, 0],
        [10, 10, 0],
      ]),
      k,
      v,
    };
    expect(rows(problem, 'weights', 2)).toEqual([
      [0, 0, 0.5, 0.5],
      [0, 1, 0, 0],
      [0.5, 0.5, 0, 0],
    ]);
    expect(rows(problem, 'output', 2)).toEqual([
      [550, 5.5],
      [10, 0],
      [5.5, 0],
    ]);
  });

  it('Keras, keras/src/layers/attention/attention_test.py, test_attention_correctness: dot and concat', () => {
    const problem: Problem = {
      q: matrix([
        [1, 0],
        [0, 1],
      ]),
      k: matrix([
        [0, 1],
        [1, 0],
      ]),
      v: matrix([
        [1, 2],
        [3, 4],
      ]),
    };
    const dot: Problem = { ...problem, scale: 1 };
    expect(rows(dot, 'weights', 3)).toEqual([
      [0.269, 0.731],
      [0.731, 0.269],
    ]);
    expect(rows(dot, 'output', 3)).toEqual([
      [2.462, 3.462],
      [1.538, 2.538],
    ]);
    const concat: Problem = { ...problem, similarity: 'additive' };
    expect(rows(concat, 'weights', 2)).toEqual([
      [0.64, 0.36],
      [0.36, 0.64],
    ]);
    expect(rows(concat, 'output', 2)).toEqual([
      [1.73, 2.73],
      [2.27, 3.27],
    ]);
  });

  it('Keras, multi_head_attention_test.py, test_correctness: two heads of identity kernels, joined by W_O', () => {
    const problem: Problem = {
      q: matrix([
        [1, 0, 1, 0],
        [0, 1, 0, 1],
      ]),
      k: matrix([
        [0, 1, 0, 1],
        [1, 0, 1, 0],
      ]),
      v: matrix([
        [1, 2, 1, 2],
        [3, 4, 3, 4],
      ]),
      wo: matrix([
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
      ]),
      heads: 2,
    };
    expect(rows(problem, 'weights', 2)).toEqual([
      [0.33, 0.67],
      [0.67, 0.33],
    ]);
    expect(rows(problem, 'output', 3)).toEqual([
      [5.679, 5.679],
      [4.321, 4.321],
    ]);
  });

  it('tf.keras, dense_attention_test.py: scores of several dimensions, and a masked key', () => {
    const several: Problem = {
      q: matrix([
        [1, 1.1, 1.2, 1.3],
        [2, 2.1, 2.2, 2.3],
      ]),
      k: matrix([
        [1.5, 1.6, 1.7, 1.8],
        [2.5, 2.6, 2.7, 2.8],
        [3.5, 3.6, 3.7, 3.8],
      ]),
      v: matrix([[0], [0], [0]]),
    };
    expect(rows(several, 'scores', 2)).toEqual([
      [7.64, 12.24, 16.84],
      [14.24, 22.84, 31.44],
    ]);
    const value = matrix([[1.6], [0.7], [-0.8]]);
    const masked: Problem = { q: matrix([[1.1]]), k: value, v: value, mask: matrix([[1, 1, 0]]), scale: 1 };
    expect(rows(masked, 'weights', 8)).toEqual([[0.72908792, 0.27091208, 0]]);
    expect(rows(masked, 'output', 8)).toEqual([[1.35617913]]);
  });

  it('J. Starmer (StatQuest), self-attention in PyTorch: from the weights it prints; they are rounded to four digits, so the output to three', () => {
    const problem: Problem = {
      x: matrix([
        [1.16, 0.23],
        [0.57, 1.36],
        [4.41, -2.16],
      ]),
      wq: matrix([
        [0.5406, -0.1657],
        [0.5869, 0.6496],
      ]),
      wk: matrix([
        [-0.1549, -0.3443],
        [0.1427, 0.4153],
      ]),
      wv: matrix([
        [0.6233, 0.6146],
        [-0.5188, 0.1323],
      ]),
    };
    const printed = [
      [1.01, 1.0641],
      [0.204, 0.7057],
      [3.4989, 2.2427],
    ];
    rows(problem, 'output', 6).forEach((row, i) =>
      row.forEach((x, j) => expect(Math.abs(x - printed[i]![j]!)).toBeLessThan(5e-4)),
    );
  });

  it('Zhang et al., "Dive into Deep Learning", section 11.3: valid lengths 2 and 6, all keys alike', () => {
    const value = Array.from({ length: 40 }, (_, at) => at);
    const trace = attend({
      q: tensor([2, 1, 2], [0.3, -0.7, 1.1, 0.2]),
      k: tensor([2, 10, 2], new Array<number>(40).fill(1)),
      v: tensor([2, 10, 4], [...value, ...value]),
      heads: 1,
      keyLengths: tensor([2], [2, 6]),
    });
    expect(outward(trace, trace.stages.get('output')!).shape).toEqual([2, 1, 4]);
    expect([...trace.stages.get('output')!.tensor.data].map((x) => Number(x.toFixed(4)))).toEqual([
      2, 3, 4, 5, 10, 11, 12, 13,
    ]);
  });
});

describe('positions', () => {
  it('alibiSlopes(8) are 1/2 … 1/256 (Press et al. 2022, section 3)', () => {
    expect([...alibiSlopes(8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((h) => 2 ** -h));
  });

  it('alibiSlopes(6) takes those of 4 heads, then every other of 8 (get_slopes of the authors)', () => {
    expect([...alibiSlopes(6)]).toEqual([0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125]);
  });

  it('rotate([1, 2, 3, 4], position 3) is what flash-attention and Hugging Face give for the two styles', () => {
    const x = tensor([1, 1, 1, 4], [1, 2, 3, 4]);
    const at3 = (style: 'half' | 'interleaved'): number[] =>
      [...rotate(x, style, 10000, [3]).data].map((value) => Number(value.toFixed(4)));
    expect(at3('interleaved')).toEqual([-1.2722, -1.8389, 2.8787, 4.0882]);
    expect(at3('half')).toEqual([-1.4134, 1.8791, -2.8289, 4.0582]);
  });

  it('sinusoidal(2, 4) is sin and cos of pos and pos/100 (Vaswani et al. 2017, section 3.5)', () => {
    expect([...sinusoidal(2, 4).data].map((x) => Number(x.toFixed(6)))).toEqual([
      0, 1, 0, 1, 0.841471, 0.540302, 0.01, 0.99995,
    ]);
  });
});
