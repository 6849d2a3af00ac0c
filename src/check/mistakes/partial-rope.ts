import { withProblem, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';

/** Of larger heads only multiples of an eighth are tried. */
const EVERY_SIZE = 32;

/** Numbers of features that may turn, as shares of 64 where the head is large. */
const WIDTHS = Array.from({ length: EVERY_SIZE / 2 - 1 }, (_, at) => 2 * at + 2);

/** RoPE on this many features, the first or the last, where all turn; undefined for a size that there is not. */
function only(of: (d: number) => number, last = false): Mistake['put'] {
  return (attempt) => {
    const { rope, ropeDim, ropeSections } = attempt.problem;
    const { dK } = sizesOf(attempt);
    const width = of(dK);
    if (!rope || ropeSections !== undefined || !Number.isInteger(width) || width < 2 || width % 2 !== 0)
      return undefined;
    if (width > dK || (width === dK && ropeDim === undefined)) return undefined;
    const text = last ? `last:${width}` : String(width);
    if (ropeDim !== undefined && String(ropeDim) === text) return undefined;
    return withProblem(attempt, { ropeDim: text } as Partial<Attempt['problem']>);
  };
}

/** RoPE on a part of the features. */
export const PARTIAL: readonly Mistake[] = [
  ...ways(
    {
      id: 'R9',
      title: 'only a part of each vector is rotated, or all where a part is meant',
      formula: 'RoPE(first d/2 features)',
      lookFor: 'rotary_dim, partial_rotary_factor',
      instead: 'the part that the model was trained with',
    },
    [
      {
        title: 'all features are rotated where a part is meant: partial rotary is forgotten',
        formula: 'RoPE(all features)',
        put: only((d) => d),
      },
      ...[2, 4].map((share) => ({
        formula: `RoPE(first d/${share} features)`,
        put: only((d) => 2 * Math.floor(d / share / 2)),
      })),
      ...WIDTHS.map((width) => ({
        alone: true,
        formula: `RoPE(first ${width} features)`,
        put: only((d) => (d <= EVERY_SIZE ? width : NaN)),
      })),
      ...[1, 3, 5, 6, 7].map((eighths) => ({
        alone: true,
        formula: `RoPE(first ${eighths}/8 of the features)`,
        put: only((d) => (d > EVERY_SIZE ? (eighths * d) / 8 : NaN)),
      })),
      ...WIDTHS.map((width) => ({
        alone: true,
        title: 'only the last features of each vector are rotated',
        formula: `RoPE(last ${width} features)`,
        put: only((d) => (d <= EVERY_SIZE ? width : NaN), true),
      })),
      ...[1, 2, 3, 4, 5, 6, 7].map((eighths) => ({
        alone: true,
        title: 'only the last features of each vector are rotated',
        formula: `RoPE(last ${eighths}/8 of the features)`,
        put: only((d) => (d > EVERY_SIZE ? (eighths * d) / 8 : NaN), true),
      })),
    ],
  ),
  {
    id: 'R17',
    title: 'the first features are rotated where the last are meant, or the reverse',
    formula: 'RoPE(first n features) instead of RoPE(last n features)',
    lookFor: 'q[..., :rot], q[..., -rot:], the order of nope and rope parts',
    instead: 'the side that the model was trained with',
    put: (attempt) => {
      const { ropeDim } = attempt.problem;
      if (ropeDim === undefined) return undefined;
      const text = String(ropeDim);
      const other = text.startsWith('last:') ? text.slice(5) : `last:${text}`;
      return withProblem(attempt, { ropeDim: other } as Partial<Attempt['problem']>);
    },
  },
  {
    id: 'R18',
    title: 'the exponents of partial RoPE run over the whole head',
    formula: 'base^(−2t/d) instead of base^(−2t/n) for n turned features',
    lookFor: 'torch.arange(0, rot, 2) / head_dim',
    instead: 'torch.arange(0, rot, 2) / rot',
    put: (attempt) => {
      const { rope, ropeDim, ropeSections, ropeBase = 10000, ropeScaling } = attempt.problem;
      if (!rope || ropeDim === undefined || ropeSections !== undefined || ropeScaling) return undefined;
      const width = Number(String(ropeDim).replace('last:', ''));
      return withProblem(attempt, { ropeBase: ropeBase ** (width / sizesOf(attempt).dK) });
    },
  },
  ...ways(
    {
      id: 'R22',
      title: 'the scaling of RoPE is forgotten',
      formula: 'base^(−2t/d) as it is',
      lookFor: 'rope_scaling of the config that is not read',
      instead: 'the scaled frequencies, and the factor on cos and sin',
    },
    [
      {
        put: (attempt) => {
          const { ropeScaling, ropeBase } = attempt.problem;
          if (!ropeScaling) return undefined;
          const { ropeScaling: _, ...problem } = attempt.problem;
          const base = ropeBase ?? ropeScaling.rope_theta;
          return { ...attempt, problem: { ...problem, ...(base !== undefined && { ropeBase: base }) } };
        },
      },
      {
        title: 'the scaling of RoPE is taken for a linear one',
        formula: 'position / factor',
        put: (attempt) => {
          const { ropeScaling } = attempt.problem;
          if (ropeScaling?.factor === undefined || (ropeScaling.rope_type ?? ropeScaling.type) === 'linear')
            return undefined;
          const { factor, rope_theta: theta } = ropeScaling;
          return withProblem(attempt, {
            ropeScaling: { rope_type: 'linear', factor, ...(theta !== undefined && { rope_theta: theta }) },
          });
        },
      },
    ],
  ),
  {
    id: 'R11',
    title: 'the factor of YaRN or LongRoPE on cos and sin is missing',
    formula: 'cos and sin without attention_factor',
    lookFor: 'attention_factor, mscale on cos and sin',
    instead: 'cos * attention_factor, sin * attention_factor',
    put: (attempt) => {
      const { ropeScaling } = attempt.problem;
      const name = ropeScaling?.rope_type ?? ropeScaling?.type;
      return ropeScaling && (name === 'yarn' || name === 'longrope') && ropeScaling.attention_factor !== 1
        ? withProblem(attempt, { ropeScaling: { ...ropeScaling, attention_factor: 1 } })
        : undefined;
    },
  },
];
