import { latentRow, type StageName, upColumn } from '../../core/index.js';
import { columnProducts, dotProducts, headOfOutput, mixProducts, outputsOfHeads, type Lens } from '../../lens/index.js';
import { digitsOf, sumOfProducts } from './equation.js';
import type { Naming } from './naming.js';

/** One number of the output: weights times values, and W_O where there is one. */
export function outputLines(lens: Lens, stage: StageName, i: number, m: number, naming: Naming): string[] {
  const { trace } = lens;
  const { dV } = trace.sizes;
  const output = trace.stages.get('output')!;
  const last = lastOfHeads(lens);
  const own = stage === 'output' && !output.joined ? last : stage;
  if (own === 'gated')
    return [
      `heads ⊙ σ(gate): ${digitsOf(lens.at(['heads_normed', 'heads'], i, m))} → ${digitsOf(lens.at(stage, i, m))}`,
    ];
  if (own === 'heads_normed')
    return [
      `${trace.stages.get('heads_normed')!.formula}: ${digitsOf(lens.at('heads', i, m))} → ${digitsOf(lens.at(stage, i, m))}`,
    ];
  if (stage === 'heads' || !output.joined) return [mixLine(lens, i, m, lens.at(stage, i, m), naming)];
  const { wo, bo } = trace.problem;
  if (!wo) {
    // heads side by side: the column says which
    const head = Math.floor(m / dV);
    if (last !== 'heads')
      return [
        `= ${last} ${head + 1}[${(m % dV) + 1}]`,
        ...outputLines(lens.other(headOfOutput(trace, head)), last, i, m % dV, naming),
      ];
    return [
      `= heads ${head + 1}[${(m % dV) + 1}]`,
      mixLine(lens.other(headOfOutput(trace, head)), i, m % dV, lens.at('output', i, m), naming),
    ];
  }
  const products = columnProducts(outputsOfHeads(lens, i).flat(), wo, m, bo);
  return [
    `= heads·W_O${bo ? ' + b_O' : ''} = ${sumOfProducts(products, lens.at('output', i, m), naming.most, naming.words)}`,
  ];
}

function mixLine(lens: Lens, i: number, m: number, value: number, { most, words }: Naming): string {
  const products = mixProducts(lens, i, m);
  if (!lens.trace.problem.initialState) return `= weights·V = ${sumOfProducts(products, value, most, words)}`;
  const written = products.reduce((sum, [weight, x]) => sum + weight * x, 0);
  return `= weights·V + S₀'s = ${digitsOf(written)} + ${digitsOf(value - written)} ≈ ${digitsOf(value)}`;
}

/** A number of q, k or v: x·W where there is an x; turned by RoPE; or as it was given. */
export function givenLine(lens: Lens, stage: StageName, i: number, m: number, { words, most }: Naming): string[] {
  const { problem, sizes } = lens.trace;
  const value = lens.at(stage, i, m);
  if (stage === 'state' || stage === 'state_sum')
    return [
      `${lens.trace.stages.get(stage)!.formula}${i > 0 ? `: ${digitsOf(lens.at(stage, i - 1, m))} → ${digitsOf(value)}` : ''}`,
    ];
  if (stage === 'q_absorbed') return [`= q·W_UKᵀ = ${digitsOf(value)}`];
  if (stage === 'latent_output') return [`= weights·c = ${digitsOf(value)}`];
  const before = beforeOf(lens, stage);
  if (before) return [`${before.by}: ${digitsOf(lens.at(before.stage, i, m))} → ${digitsOf(value)}`];
  const weights = (
    {
      q: ['Q', problem.wq, problem.bq],
      k: ['K', problem.wk, problem.bk],
      v: ['V', problem.wv, problem.bv],
    } as const
  )[stage as 'q'];
  const made = latentLine(lens, stage, i, m, value, { words, most });
  if (made) return [made];
  const source = problem.xKv && stage !== 'q' ? 'x_kv' : 'x';
  const x = lens.rowIfAny(source, i);
  if (!x || !weights?.[1])
    return [(stage === 'present_key' || stage === 'present_value') && i < sizes.nPast ? words.cached : words.given];
  const [letter, w, bias] = weights;
  const heads = lens.trace.stages.get(stage)!.tensor.shape[1]!;
  const first = Math.floor((lens.head * heads) / sizes.heads) * (w.shape[1]! / heads);
  const formula = `${source}·W_${letter}${bias ? ` + b_${letter}` : ''}`;
  return [`= ${formula} = ${sumOfProducts(columnProducts(x, w, first + m, bias), value, most, words)}`];
}

/** `= c·W_UK = …` under multi-head latent attention; the part for RoPE was given. */
function latentLine(
  lens: Lens,
  stage: StageName,
  i: number,
  m: number,
  value: number,
  { words, most }: Pick<Naming, 'words' | 'most'>,
): string | undefined {
  const { problem, sizes, form } = lens.trace;
  const [letter, w] = stage === 'k' ? ['K', problem.wUk] : stage === 'v' ? ['V', problem.wUv] : [];
  const c = latentRow(problem, sizes, form, lens.batch, sizes.nPast + i);
  const turned = stage === 'k' ? (problem.kRope?.shape.at(-1) ?? 0) : 0;
  if (!c || !w || m >= lens.trace.stages.get(stage)!.tensor.shape[3]! - turned) return undefined;
  const column = upColumn(w, sizes.heads, lens.head, m);
  return `= c·W_U${letter} = ${sumOfProducts(dotProducts(c, column), value, most, words)}`;
}

/** What each head is before the heads are joined. */
function lastOfHeads({ trace: { stages } }: Lens): 'gated' | 'heads_normed' | 'heads' {
  return stages.has('gated') ? 'gated' : stages.has('heads_normed') ? 'heads_normed' : 'heads';
}

/** What a normed or turned vector was before, in whichever order they came. */
function beforeOf({ trace }: Lens, stage: StageName): { stage: StageName; by: string } | undefined {
  const [side, step] = stage.split('_') as ['q' | 'k', string | undefined];
  if (step === 'mapped') {
    const before = (side === 'q' ? ['q_rotated', 'q_normed', 'q'] : ['present_key', 'k_rotated', 'k_normed', 'k']).find(
      (name) => trace.stages.has(name as StageName),
    );
    return { by: 'φ', stage: before as StageName };
  }
  if (step !== 'normed' && step !== 'rotated') return undefined;
  const by = step === 'rotated' ? 'RoPE' : trace.problem[`${side}Norm`]!;
  const first = [...trace.stages.keys()].filter((name) => name === `${side}_normed` || name === `${side}_rotated`)[0];
  return { by, stage: first === stage ? side : first! };
}
