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
export function refusal(problem: Problem, wanted: Iterable<StageName>): string | undefined {
  const other = [...wanted].find((stage) => !STAGES.has(stage));
  if (other) return `${other} is asked for, and the kernel gives output, weights, lse and gradients`;
  if (problem.grad && [...wanted].includes('weights'))
    return 'weights and gradients are asked for, and the kernel gives one of them';
  for (const [field, value] of Object.entries(problem)) {
    if (value === undefined || OTHER.has(field)) continue;
    const option = BY_FIELD.get(field);
    if (!option || !knows(option, value)) return (REASONS[option?.name ?? ''] ?? unknown(field))(value);
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

const REASONS: Readonly<Record<string, (value: unknown) => string>> = {
  scale: () => 'the scale differs by row',
  dtype: (value) => `--dtype ${value} rounds every stage`,
  similarity: (value) => `the similarity is ${value}`,
  normalizer: (value) => `the normalizer is ${value}`,
  'score-mod': () => '--score-mod may be any function of the score',
  temperature: (value) => `the temperature is ${value}`,
  sink: () => 'a sink is no finite number',
};

function unknown(field: string): () => string {
  return () => `the kernel does not know ${BY_FIELD.get(field)?.name ?? field}`;
}

/** Reasons that depend on the sizes. */
export function refusalOfSizes({
  problem,
  settings,
  arranged: { sizes },
  keys,
  values,
  spans,
}: Prepared): string | undefined {
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: Shape4 = [batch, heads, nQ, nK];
  if ([batch, heads, nQ, nK, dK, dV].includes(0)) return 'a size is 0';
  if (problem.grad && keys.shape[1] !== values.shape[1])
    return 'gradients of as many key heads as value heads are all it gives';
  if (problem.queryLengths && settings.emptyRows !== 'zero')
    return `queries of padding are zero, beside --empty-rows ${settings.emptyRows}`;
  if (spans === 'scattered') return 'the keys of a document do not stand side by side, in the order of the queries';
  for (const [name, cells] of [
    ['mask', problem.mask],
    ['bias', problem.bias],
  ] as const) {
    if (cells && 'at' in cells && cellCount(cells, shape) > MOST_CELLS)
      return `the ${name} is an expression of too many cells`;
  }
  return undefined;
}
