import { attend } from '../../src/core/attend.js';
import type { AttnError } from '../../src/core/error.js';
import type { Tensor } from '../../src/core/tensor.js';
import { tensor } from '../../src/core/tensor.js';
import { transpose } from '../../src/core/project.js';
import { problemOf } from '../../src/read/bundle.js';
import { expectClose, random, stage } from '../semantics/helpers.js';

const outputOf = async (options: Record<string, unknown>): Promise<Tensor> =>
  stage(attend(await problemOf(options)), 'output');

describe('the weights of a layer, as PyTorch stores them', () => {
  const x = random([3, 4], 1);
  const [wq, wk, wv, wo] = [2, 3, 4, 5].map((seed) => random([4, 4], seed)) as [Tensor, Tensor, Tensor, Tensor];
  const plain = { x, wq, wk, wv, wo, heads: 2 };
  const turned = { x, wq: transpose(wq), wk: transpose(wk), wv: transpose(wv), wo: transpose(wo), heads: 2 };

  it('out-in is X·Wᵀ: said, or by --like torch-mha; a square W is in-out otherwise', async () => {
    const wanted = await outputOf(plain);
    expectClose((await outputOf({ ...turned, weightLayout: 'out-in' })).data, wanted.data);
    expectClose((await outputOf({ ...turned, like: 'torch-mha' })).data, wanted.data);
    expect([...(await outputOf(turned)).data]).not.toEqual([...wanted.data]);
  });

  it('the shape decides where W is not square, with a note', async () => {
    const narrow = [2, 3, 4].map((seed) => random([4, 2], seed)) as [Tensor, Tensor, Tensor];
    const [a, b, c] = narrow;
    const wanted = await outputOf({ x, wq: a, wk: b, wv: c });
    const asked = { x, wq: transpose(a), wk: transpose(b), wv: transpose(c) };
    expectClose((await outputOf(asked)).data, wanted.data);
    expect((await problemOf(asked)).notes!.join()).toContain('(out, in)');
  });

  it('in_proj_weight and in_proj_bias are three stacked parts, out_proj is W_O', async () => {
    const bias = random([12], 9);
    const stacked = [transpose(wq), transpose(wk), transpose(wv)].flatMap(({ data }) => [...data]);
    const part = (at: number): Tensor => tensor([4], bias.data.slice(4 * at, 4 * at + 4));
    const wanted = await outputOf({ ...plain, bq: part(0), bk: part(1), bv: part(2) });
    const given = await outputOf({
      x,
      heads: 2,
      in_proj_weight: tensor([12, 4], stacked),
      in_proj_bias: bias,
      'out_proj.weight': transpose(wo),
    });
    expectClose(given.data, wanted.data);
  });
});

describe('Q, K and V packed in one tensor', () => {
  it('(batch, length, 3, heads, size), each number by its index, and the output goes back without the 3', async () => {
    const [B, L, H, D] = [2, 3, 2, 2];
    const qkv = random([B, L, 3, H, D], 1);
    const part = (which: number): Tensor =>
      tensor(
        [B, L, H, D],
        Array.from(
          { length: B * L * H * D },
          (_, at) => qkv.data[(Math.floor(at / (H * D)) * 3 + which) * H * D + (at % (H * D))]!,
        ),
      );
    const given = await outputOf({ qkv });
    expect(given.shape).toEqual([B, L, H, D]);
    const wanted = await outputOf({ q: part(0), k: part(1), v: part(2), layout: 'blhd' });
    expectClose(given.data, wanted.data);
  });

  it('is refused with other axes', async () => {
    const error = (await problemOf({ qkv: random([2, 3, 4, 2, 2], 1) }).catch((one: unknown) => one)) as AttnError;
    expect(error.faults[0]).toMatchObject({ where: '--qkv' });
  });
});
