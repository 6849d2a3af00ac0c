import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { check } from '../../src/check/check.js';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { outward } from '../../src/core/form.js';
import { holdings } from '../../src/core/holdings.js';
import { maskReason } from '../../src/core/mask-reason.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { attn } from '../commands/fake-io.js';
import { expectClose, random } from '../semantics/helpers.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-saved-'));
const file = (name: string, value: Tensor): string => {
  const path = join(folder, name);
  writeFileSync(path, encodeNpy(value));
  return path;
};
const of = (problem: Problem, name: StageName): Tensor => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get(name)!);
};
const json = async (...words: string[]): Promise<Record<string, unknown>> => {
  const { out, err, code } = await attn(['compute', ...words, '--json']);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Record<string, unknown>;
};

describe('scores that another program saved', () => {
  it('give the weights and the output of the problem that they come from, for any sizes and masks', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(size, size, size, size, size, fc.boolean(), (batch, heads, nQ, nK, d, causal) => {
        const problem: Problem = {
          q: random([batch, heads, nQ, d], 1),
          k: random([batch, heads, nK, d], 2),
          v: random([batch, heads, nK, 3], 3),
          scale: 0.7,
          ...(causal && { causal: 'top-left' as const }),
        };
        const { q: _q, k: _k, ...more } = problem;
        const again: Problem = { ...more, scores: of(problem, 'scores') };
        for (const name of ['scaled', 'weights', 'output', 'lse', 'entropy'] as const)
          expect(of(again, name)).toEqual(of(problem, name));
        for (const [name, numbers] of holdings(again).stages)
          if (name !== 'mask' && !causal)
            expect([name, attend(again).stages.get(name)?.tensor.data.length]).toEqual([name, numbers]);
      }),
    );
  });

  it('are not scaled unless it is said', () => {
    const scores = random([3, 4], 1);
    expect(of({ scores }, 'scaled').data).toEqual(scores.data);
    expect(of({ scores, scale: 2 }, 'scaled').data).toEqual(scores.data.map((s) => 2 * s));
  });

  it('of −∞ stay masked behind softcap and scale, with the mask as the reason', () => {
    const scores = tensor([2, 2], [1, -Infinity, 0.5, 2]);
    const trace = attend({ scores, softcap: 3, scale: -1 });
    expect([...trace.stages.get('weights')!.tensor.data.slice(0, 2)]).toEqual([1, 0]);
    expect(maskReason(trace, 0, 0, 0, 1)).toBe('mask');
  });

  it('without values end at the weights', () => {
    const names = [...attend({ scores: random([2, 3, 4], 1) }).stages.keys()];
    expect(names).toEqual(['scores', 'scaled', 'weights', 'lse', 'entropy']);
  });

  it('may be (L, S), (heads, L, S) or (batch, heads, L, S); a value of one head serves all', () => {
    const v = random([4, 2], 5);
    expect(of({ scores: random([3, 4], 1), v }, 'output').shape).toEqual([3, 2]);
    expect(of({ scores: random([2, 3, 4], 1), v }, 'output').shape).toEqual([2, 3, 2]);
    const wide = { scores: random([2, 4, 3, 5], 1), v: random([2, 2, 5, 6], 2), wo: random([24, 3], 3) };
    expect(of(wide, 'output').shape).toEqual([2, 3, 3]);
  });
});

describe('weights that another program saved', () => {
  it('are mixed as they are', () => {
    const attentionWeights = random([2, 3, 4], 1);
    const v = random([2, 4, 5], 2);
    const out = of({ attentionWeights, v }, 'output');
    expectClose(
      out.data,
      Array.from(out.data, (_, at) => {
        const [h, i, m] = [Math.floor(at / 15), Math.floor(at / 5) % 3, at % 5];
        let sum = 0;
        for (let j = 0; j < 4; j++) sum += attentionWeights.data[(h * 3 + i) * 4 + j]! * v.data[(h * 4 + j) * 5 + m]!;
        return sum;
      }),
    );
    expect([...attend({ attentionWeights, v }).stages.keys()]).toEqual(['v', 'weights', 'output', 'entropy']);
  });

  it('are shown as a picture, a page and a table', async () => {
    const weights = file('w.npy', tensor([2, 2], [0.25, 0.75, 1, 0]));
    for (const format of ['svg', 'html', 'table', 'md', 'csv']) {
      const { code, out } = await attn([
        'compute',
        '--attention-weights',
        weights,
        '--tokens',
        'the cat',
        '--format',
        format,
      ]);
      expect([format, code]).toEqual([format, 0]);
      expect(out).toContain('cat');
    }
  });
});

describe('on a command line', () => {
  const scores = (): string => file('s.npy', tensor([2, 2], [1, 0, 0, 1]));

  it('the lesson begins at the scores, and at the values for weights', async () => {
    const v = '[1 2; 3 4]';
    const told = await attn(['compute', '--explain', '--scores', scores(), '--v', v]);
    expect([told.code, told.out.includes('I SHARE OUT MY ATTENTION'), told.out.includes('I ASK EVERYONE')]).toEqual([
      0,
      true,
      false,
    ]);
    const weights = await attn(['compute', '--explain', '--attention-weights', scores(), '--v', v]);
    expect([weights.code, weights.out.includes('I SHARE OUT MY ATTENTION')]).toEqual([0, false]);
  });

  it('a list of layers needs --layer', async () => {
    const layers = random([3, 1, 2, 4, 4], 1);
    const all = file('layers.npy', layers);
    const { code, err } = await attn(['compute', '--attention-weights', all]);
    expect(code).toBe(2);
    expect(err).toContain('holds 3 layers');
    const second = await json('--attention-weights', all, '--layer', '2');
    expect((second['weights'] as number[][][][]).flat(3)).toEqual([...layers.data.slice(32, 64)]);
    expect((await attn(['compute', '--attention-weights', all, '--layer', '4'])).err).toContain('no layer 4');
    expect((await attn(['compute', '--scores', scores(), '--layer', '1'])).code).toBe(2);
  });

  it.each([
    ['--scores', ['--rope']],
    ['--scores', ['--similarity=cosine']],
    ['--scores', ['--heads', '2']],
    ['--attention-weights', ['--causal']],
    ['--attention-weights', ['--scale', '2']],
    ['--attention-weights', ['--softcap', '2']],
    ['--attention-weights', ['--temperature', '2']],
  ])('beside %s what acts before it is refused: %s', async (flag, more) => {
    const { code, out, err } = await attn(['compute', flag, scores(), ...more]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`beside ${flag}`);
  });

  it('W_O without values, and Q beside scores, are refused', async () => {
    expect((await attn(['compute', '--scores', scores(), '--wo', '[1 0; 0 1]'])).code).toBe(2);
    expect((await attn(['compute', '--scores', scores(), '--q', '[1 0; 0 1]'])).err).toContain('given together');
  });

  it('a result can be computed again', async () => {
    for (const call of [
      ['--scores', scores(), '--v', '[1 2; 3 4]', '--causal'],
      ['--attention-weights', scores(), '--v', '[1 2; 3 4]'],
      ['--scores', scores()],
    ]) {
      const { out } = await attn(['compute', ...call, '--json']);
      expect((await attn(['compute', '--input', '-', '--json'], { stdin: out })).out).toBe(out);
    }
  });
});

describe('attn check from saved stages', () => {
  const problem: Problem = {
    q: random([2, 3, 4], 1),
    k: random([2, 5, 4], 2),
    v: random([2, 5, 3], 3),
    causal: 'top-left',
  };
  const { v } = problem as { v: Tensor };
  const masked = of(problem, 'masked');

  it('calls a right output equal', () => {
    const actual = of(problem, 'output');
    expect(check({ problem: { scores: masked, v }, actual }).equal).toBe(true);
    expect(check({ problem: { attentionWeights: of(problem, 'weights'), v }, actual }).equal).toBe(true);
  });

  it('names what was done to the scores', () => {
    const wrong = of({ ...problem, normalizer: 'sigmoid' }, 'output');
    const { equal, findings } = check({ problem: { scores: masked, v }, actual: wrong });
    expect([equal, findings[0]?.ids.includes('X8')]).toEqual([false, true]);
  });

  it('goes through the command, with V of fewer axes', async () => {
    const [weights, values] = [file('p.npy', tensor([1, 2, 2], [0.5, 0.5, 1, 0])), '[1 2; 3 4]'];
    const call = ['check', '--attention-weights', weights, '--v', values, '--actual'];
    expect((await attn([...call, '[[[2,3],[1,2]]]'])).code).toBe(0);
    expect((await attn([...call, '[[[2,3],[1,3]]]'])).code).toBe(1);
  });
});

describe('saved stages that do not fit', () => {
  it.each<[string, Problem, object]>([
    ['one axis', { scores: random([3], 1) }, { code: 'saved-axes', found: [3] }],
    [
      'values of other keys',
      { scores: random([3, 4], 1), v: random([5, 2], 2) },
      { code: 'saved-values', found: [5, 2] },
    ],
    ['heads', { attentionWeights: random([3, 2, 4], 1), v: random([2, 4, 2], 2) }, { code: 'saved-values' }],
  ])('%s', (_, problem, fault) => {
    const thrown = ((): unknown => {
      try {
        return attend(problem);
      } catch (error) {
        return (error as AttnError).faults[0];
      }
    })();
    expect(thrown).toMatchObject(fault);
  });
});
