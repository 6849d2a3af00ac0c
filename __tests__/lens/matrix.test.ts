import { attend } from '../../src/core/attend.js';
import { matricesOf, matrixOf } from '../../src/lens/index.js';
import { shownLabels } from '../../src/show/text/label.js';
import { matrix } from '../../src/core/tensor.js';
import { cat, long, waves } from '../show/sample.js';

describe('matricesOf', () => {
  it('goes through the heads of every batch item in order', () => {
    const trace = attend({ q: waves(2, 3, 4, 5) });
    const found = matricesOf(trace, trace.stages.get('weights')!).map(({ batch, head }) => [batch, head]);
    expect(found).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });
  it('finds the numbers of its own head', () => {
    const trace = long(3, 2);
    const { tensor } = trace.stages.get('weights')!;
    expect(matrixOf(trace, trace.stages.get('weights')!, 0, 1).at(2, 1)).toBe(tensor.data[9 + 7]);
  });
  it('labels new keys by the tokens behind the cached ones', () => {
    const trace = attend({
      q: waves(1, 2),
      k: waves(1, 2),
      v: waves(1, 2),
      pastKey: waves(2, 2),
      pastValue: waves(2, 2),
      tokens: { key: ['a', 'b', 'c'] },
    });
    expect(matrixOf(trace, trace.stages.get('k')!, 0, 0).rows).toEqual(['c']);
    expect(matrixOf(trace, trace.stages.get('weights')!, 0, 0).columns).toEqual(['a', 'b', 'c']);
  });
  it('numbers features from 1 where the input did not name them', () => {
    const q = matrix([[1, 2]], { columns: ['noun', 'verb'] });
    const trace = attend({ q, k: matrix([[1, 2]]), v: matrix([[1, 2]]) });
    expect(matrixOf(trace, trace.stages.get('q')!, 0, 0).columns).toEqual(['noun', 'verb']);
    expect(matrixOf(trace, trace.stages.get('output')!, 0, 0).columns).toEqual(['1', '2']);
  });
  it('takes a cell for masked only where its number is a sign of the mask', () => {
    const trace = cat({ causal: true });
    const masked = (name: 'scores' | 'masked' | 'weights'): boolean =>
      matrixOf(trace, trace.stages.get(name)!, 0, 0).masked(0, 1);
    expect([masked('scores'), masked('masked'), masked('weights')]).toEqual([false, true, true]);
  });
});

describe('shownLabels', () => {
  it('makes labels harmless first and tells them apart then', () => {
    expect(shownLabels(['a\n', 'b', 'a\n'], true)).toEqual(['a\\u{a}₁', 'b', 'a\\u{a}₃']);
    expect(shownLabels(['ê', 'ê'], false)).toEqual(['\\u{ea}#1', '\\u{ea}#2']);
  });
});
