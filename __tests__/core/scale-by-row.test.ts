import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { compileCell, compileScale } from '../../src/expression/index.js';
import { lesson } from '../../src/explain/index.js';
import { attendFast } from '../../src/kernel/engine.js';
import { makeCase } from '../../src/check/case.js';
import { carryOut } from '../../src/check/attempt.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { pack, unpack, type PackedProblem } from '../../src/show/html/pack.js';
import { cells, expectClose, random } from '../semantics/helpers.js';

const BASE: Problem = {
  q: random([2, 3, 4], 1),
  k: random([1, 5, 4], 2),
  v: random([1, 5, 3], 3),
  causal: 'bottom-right',
};

describe('a scale that differs by row', () => {
  const scaled = async (): Promise<Problem> => ({
    ...BASE,
    scale: await compileScale('(h + 1)*log(i + 2)/sqrt(d_k)', '--scale'),
  });

  it('is a factor on each row of the scores', async () => {
    const scores = cells(BASE, 'scores');
    expectClose(
      cells(await scaled(), 'scaled'),
      scores.map((s, at) => (s * (Math.floor(at / 15) + 1) * Math.log((Math.floor(at / 5) % 3) + 2)) / 2),
    );
  });

  it('has the gradient of the differences of the loss', async () => {
    const problem = await scaled();
    const grad = random([2, 3, 3], 4);
    const { stages } = attend({ ...problem, grad });
    const loss = (q: Problem['q']): number =>
      cells({ ...problem, q: q! }, 'output').reduce((sum, x, at) => sum + x * grad.data[at]!, 0);
    const moved = (at: number, by: number): Problem['q'] => {
      const data = BASE.q!.data.slice();
      data[at]! += by;
      return { ...BASE.q!, data };
    };
    stages
      .get('grad_q')!
      .tensor.data.forEach((slope, at) =>
        expect((loss(moved(at, 1e-5)) - loss(moved(at, -1e-5))) / 2e-5).toBeCloseTo(slope, 6),
      );
  });

  it('is told with the number of the row, in the lesson and in the arithmetic', async () => {
    const trace = attend(await scaled());
    const factor = Math.log(3);
    expect(lesson(trace, { token: 1, head: 1 }).steps.find(({ kind }) => kind === 'scale')).toMatchObject({
      factor: expect.closeTo(factor, 12) as number,
      standard: false,
    });
    const { lines } = deriver(trace, { lang: 'en', most: 8 })({
      stage: 'scaled',
      batch: 0,
      head: 1,
      row: 1,
      column: 0,
    });
    expect(lines.join('\n')).toContain(`× ${String(factor).slice(0, 5)}`);
  });

  it('goes into a page, with the arrays of its expressions, and comes back', async () => {
    const table = random([3], 5);
    const arrays = { names: ['t'], get: () => table };
    const problem: Problem = {
      ...(await scaled()),
      let: { t: table },
      bias: await compileCell('t[i]', '--bias', 'usage', arrays),
    };
    const packed = JSON.parse(JSON.stringify(pack(attend(problem)))) as PackedProblem;
    expect(cells(unpack(packed), 'output')).toEqual(cells(problem, 'output'));
    expect(unpack(packed).let!['t']!.data).toEqual(table.data);
  });

  it('is that of attn check too, and goes to the reference', async () => {
    const problem = await scaled();
    const made = makeCase(problem);
    expect([...carryOut(made.right).output.data]).toEqual([...made.expected.data]);
    expect(await attendFast(problem, { wanted: ['output'] })).toEqual({ refused: { code: 'kernel-scale-by-row' } });
  });
});
