import { refusal } from '../../src/kernel/fits.js';
import { attendFast } from '../../src/kernel/engine.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { filled, normals } from './numbers.js';

const q = filled([3, 4], 'float64', normals(1));
const base: Problem = { q };

it.each<[string, Problem]>([
  ['--normalizer sparsemax', { ...base, normalizer: 'sparsemax' }],
  ['--similarity cosine', { ...base, similarity: 'cosine' }],
  ['--dtype float16', { ...base, dtype: 'float16' }],
  ['--score-mod', { ...base, scoreMod: { text: 's', at: (s) => s, slope: () => 1 } }],
  ['a negative temperature', { ...base, temperature: -1 }],
  ['an infinite sink', { ...base, sink: Infinity }],
])('refusal(problem) leaves %s to the reference', (_, problem) => {
  expect(refusal(problem, ['output'])?.code).toMatch(/^kernel-/);
});

it('refusal(problem) names the stage that needs an n×n matrix', () => {
  expect(refusal(base, ['output', 'scores'])).toMatchObject({ code: 'kernel-lacks-stage', found: 'scores' });
  expect(refusal({ ...base, grad: q }, ['weights'])).toEqual({ code: 'kernel-weights-beside-gradients' });
  expect(refusal(base, ['output', 'lse'])).toBeUndefined();
});

it('attendFast leaves sizes of 0 to the reference', async () => {
  const none = tensor([0, 4], []);
  expect(await attendFast({ q, k: none, v: none }, { wanted: ['output'] })).toEqual({
    refused: { code: 'kernel-size-zero' },
  });
});

it('attendFast says what the reference says about input that does not fit', async () => {
  await expect(attendFast({ q, k: filled([3, 5], 'float64', normals(2)) }, { wanted: ['output'] })).rejects.toThrow(
    'shapes-do-not-fit',
  );
  await expect(attendFast({ q, mask: filled([2, 2], 'bool', () => 1) }, { wanted: ['output'] })).rejects.toThrow(
    'columns-missing',
  );
  await expect(attendFast({ q, mask: filled([3, 3], 'float64', () => 0.5) }, { wanted: ['output'] })).rejects.toThrow(
    'mask-not-boolean',
  );
  await expect(attendFast({ q, alibi: filled([2], 'float64', () => 1) }, { wanted: ['output'] })).rejects.toThrow(
    'slopes-count',
  );
  await expect(attendFast({ q, sink: filled([2], 'float64', () => 1) }, { wanted: ['output'] })).rejects.toThrow(
    'sinks-count',
  );
});

it('attendFast with engine auto leaves what is small to the reference', async () => {
  expect(await attendFast(base, { wanted: ['output'], engine: 'auto' })).toEqual({
    refused: { code: 'kernel-few-scores', scores: 9 },
  });
});
