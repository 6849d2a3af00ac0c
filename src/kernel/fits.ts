import {
  isInRange,
  isTensor,
  OTHER_FIELDS,
  type Problem,
  PROBLEM_OPTIONS,
  type ProblemOption,
  type Shape4,
  STAGES as ALL_STAGES,
  type StageName,
} from '../core/index.js';
import { cellCount } from './cells.js';
import type { Refusal } from './facts.js';
import type { Prepared } from './prepare.js';

/** The stages that the kernel computes. The weights are its only n×n matrix, stored only when asked for. */
const STAGES: ReadonlySet<StageName> = new Set([
  'output',
  'heads',
  'lse',
  'weights',
  ...ALL_STAGES.filter((name) => name.startsWith('grad_')),
]);

/** Largest number of cells of a mask or bias expression that is evaluated in advance. */
const MOST_CELLS = 2 ** 28;

/** Why the kernel cannot compute this problem, whatever its sizes; undefined when it can. */
export function refusal(problem: Problem, wanted: Iterable<StageName>): Refusal | undefined {
  const other = [...wanted].find((stage) => !STAGES.has(stage));
  if (other) return { code: 'kernel-lacks-stage', found: other, expected: [...STAGES] };
  if (problem.grad && [...wanted].includes('weights')) return { code: 'kernel-weights-beside-gradients' };
  for (const [field, value] of Object.entries(problem)) {
    if (value === undefined || OTHER.has(field)) continue;
    const option = BY_FIELD.get(field);
    if (!option || !knows(option, value)) return reasonOf(option?.name ?? field, value);
  }
  return undefined;
}

const OTHER: ReadonlySet<string> = new Set(OTHER_FIELDS);
const BY_FIELD: ReadonlyMap<string, ProblemOption> = new Map(PROBLEM_OPTIONS.map((option) => [option.field, option]));

/** An option that the table does not let through goes to the reference, which knows them all or refuses them. */
function knows(option: ProblemOption, value: unknown): boolean {
  if (option.kind === 'number' && !isInRange(value as number, option)) return false;
  const { kernel } = option;
  if (typeof kernel === 'object') return kernel.only.includes(value as string);
  if (kernel === 'one-number') return !(typeof value === 'object' && value !== null && 'rows' in value);
  return kernel === 'yes' || (kernel === 'finite' && (isTensor(value) ? value.data : [value]).every(Number.isFinite));
}

/** What is said of an option that it does not take, or not with this value. */
function reasonOf(option: string, value: unknown): Refusal {
  switch (option) {
    case 'scale':
      return { code: 'kernel-scale-by-row' };
    case 'dtype':
    case 'similarity':
    case 'normalizer':
    case 'temperature':
      return { code: 'kernel-lacks-choice', option, found: String(value) };
    case 'score-mod':
      return { code: 'kernel-score-mod' };
    case 'sink':
      return { code: 'kernel-sink-not-finite' };
    default:
      return { code: 'kernel-lacks-option', option };
  }
}

/** Reasons that depend on the sizes. */
export function refusalOfSizes({
  problem,
  settings,
  arranged: { sizes },
  keys,
  values,
  spans,
}: Prepared): Refusal | undefined {
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: Shape4 = [batch, heads, nQ, nK];
  if ([batch, heads, nQ, nK, dK, dV].includes(0)) return { code: 'kernel-size-zero' };
  if (problem.grad && keys.shape[1] !== values.shape[1])
    return { code: 'kernel-value-heads', keyHeads: keys.shape[1]!, valueHeads: values.shape[1]! };
  if (problem.queryLengths && settings.emptyRows !== 'zero')
    return { code: 'kernel-padding', emptyRows: settings.emptyRows };
  if (spans === 'scattered') return { code: 'kernel-documents-scattered' };
  for (const [option, cells] of [
    ['mask', problem.mask],
    ['bias', problem.bias],
  ] as const) {
    if (cells && 'at' in cells && cellCount(cells, shape) > MOST_CELLS)
      return { code: 'kernel-expression-too-large', option };
  }
  return undefined;
}
