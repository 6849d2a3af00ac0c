import {
  block,
  type Convention,
  conventions,
  type DType,
  type EmptyRow,
  emptyRowWarnings,
  firstReason,
  forRows,
  GRADIENTS,
  gradientOfOutput,
  headByHead,
  inputsBackward,
  isPaddedQuery,
  joinsHeads,
  labels,
  log,
  maskRules,
  nonFiniteWarnings,
  OUTPUTS,
  type Pass,
  reasonNumber,
  runSteps,
  sharedHead,
  sourceGradients,
  type Stage,
  type StageName,
  tensor,
  type Tensor4,
  type Trace,
  type Values,
} from '../core/index.js';
import { EMPTY, NON_FINITE, MAY_OVERFLOW } from './layout.js';
import { nonFiniteScoreWarnings, nonFiniteKeyWarnings } from './non-finite.js';
import type { Prepared } from './prepare.js';
import type { Task } from './task.js';
import type { Visibility } from './visibility.js';

/** The task's results as the stages that the reference would produce. */
export function traceOf(prepared: Prepared, task: Task, wanted: readonly StageName[]): Trace {
  const {
    problem,
    settings,
    arranged,
    alignment,
    scale: { scale, scaleText, warning },
  } = prepared;
  const { sizes, form } = arranged;
  const { batch, heads, nQ, dV } = sizes;
  const dtype: DType = /float/.test((problem.q ?? problem.x)!.dtype) ? (problem.q ?? problem.x)!.dtype : 'float64';
  const stages = new Map<StageName, Stage>();
  const stage = (name: StageName, formula: string, from: Tensor4): void => {
    const kept = tensor(from.shape, from.data, { dtype });
    stages.set(name, {
      name,
      tensor: kept,
      rows: 'query',
      columns: name === 'lse' ? 'one' : 'feature',
      joined: false,
      formula,
    });
  };
  const nonFinite = marked(task, NON_FINITE) || problem.wo !== undefined || problem.gate !== undefined;
  const withoutKeys = emptyRowsOf(task.marks, heads, nQ);
  const emptyRows = withoutKeys.filter(({ b, i }) => !isPaddedQuery(alignment, b, i));
  const perHead = tensor([batch, heads, nQ, dV], task.output);
  if (settings.emptyRows === 'uniform' && problem.sink === undefined) fillUniform(perHead, prepared.values, emptyRows);

  const masked = task.weights && task.visible && maskOf(prepared, task.visible);
  const mask = masked?.mask;
  if (task.weights) stages.set('weights', weightsStage(prepared, task.weights, withoutKeys, dtype, mask));

  if (joinsHeads(problem, heads) || problem.wo || problem.gate) stage('heads', 'weights·V', perHead);
  const run = runSteps({ ...prepared.pass, made: { heads: perHead } as Values, stages }, OUTPUTS);
  if (task.gradQ) addGradients(prepared, run, task, stages, dtype);
  if (wanted.includes('lse')) {
    const lse = new Float64Array(batch * heads * nQ);
    for (let at = 0; at < lse.length; at++) lse[at] = task.totals[2 * at]! + log(task.totals[2 * at + 1]!);
    stage('lse', 'ln Σ e^score', tensor([batch, heads, nQ, 1], lse));
  }

  const trace: Trace = {
    problem,
    stages,
    sizes,
    form,
    scale,
    scaleText,
    ...masked,
    tokens: labels(problem, sizes),
    dtype: settings.dtype,
    engine: 'wasm',
    conventions: [...conventions(problem, settings, alignment, sizes, form, scaleText), arithmetic(task)],
    warnings: [],
  };
  const warnings = [
    ...(warning ? [warning] : []),
    ...emptyRowWarnings(emptyRows, trace, settings.emptyRows),
    ...(task.found.nonFinite || marked(task, NON_FINITE | MAY_OVERFLOW)
      ? nonFiniteScoreWarnings(prepared, task, trace)
      : []),
    ...(nonFinite
      ? nonFiniteWarnings(trace, settings.emptyRows === 'nan' && problem.sink === undefined ? emptyRows : [])
      : []),
    ...(task.found.nonFinite ? nonFiniteKeyWarnings(prepared, task, trace) : []),
  ];
  return { ...trace, warnings };
}

function weightsStage(
  { problem, settings, arranged: { sizes } }: Prepared,
  found: Float64Array,
  emptyRows: readonly EmptyRow[],
  dtype: DType,
  mask: Tensor4 | undefined,
): Stage {
  const { batch, heads, nQ, nK } = sizes;
  const weights = tensor([batch, heads, nQ, nK], new Float64Array(found), { dtype });
  const fill =
    problem.sink !== undefined || settings.emptyRows === 'zero' ? 0 : settings.emptyRows === 'nan' ? NaN : 1 / nK;
  for (const { b, h, i } of emptyRows) block(weights, b, h).fill(fill, i * nK, (i + 1) * nK);
  const { bias, alibi, softcap, temperature } = problem;
  const changed = mask || bias || alibi ? 'masked' : softcap ? 'softcapped' : 'scaled';
  return {
    name: 'weights',
    tensor: weights,
    rows: 'query',
    columns: 'key',
    joined: false,
    formula: `softmax(${changed}${(temperature ?? 1) === 1 ? '' : `/${temperature}`})`,
  };
}

/** Which query may see which key, as in the reference's trace; undefined when nothing is masked. */
function maskOf(
  {
    problem,
    settings,
    alignment,
    arranged: {
      sizes: { batch, heads, nQ, nK },
    },
  }: Prepared,
  visible: Visibility,
): { readonly mask: Tensor4; readonly reasons: Uint8Array } | undefined {
  const shape = [batch, heads, nQ, nK] as const;
  const reasonOf = firstReason(maskRules(problem, settings, shape, alignment));
  const keep = new Float64Array(batch * heads * nQ * nK);
  const reasons = new Uint8Array(keep.length);
  forRows(shape, undefined, (start, end, i, h, b) => {
    for (let cell = start; cell < end; cell++) {
      const j = cell - start;
      if (visible(b, h, i, j)) keep[cell] = 1;
      else reasons[cell] = reasonOf(i, j, h, b) || reasonNumber('bias');
    }
  });
  return keep.includes(0) ? { mask: tensor(shape, keep, { dtype: 'bool' }), reasons } : undefined;
}

/** @param pass what was made of the heads afterwards */
function addGradients(
  { pass: before, queries, keys, values }: Prepared,
  pass: Pass,
  { gradQ, gradK, gradV }: Task,
  stages: Map<StageName, Stage>,
  dtype: DType,
): void {
  const like = (from: Tensor4, data: Float64Array | undefined): Tensor4 => tensor(from.shape, new Float64Array(data!));
  const found = inputsBackward(before, {
    queries: like(queries, gradQ),
    keys: like(keys, gradK),
    values: like(values, gradV),
  });
  const put = (stage: Omit<Stage, 'tensor'>, { shape, data }: Tensor4): void =>
    void stages.set(stage.name, { ...stage, tensor: tensor(shape, data, { dtype }) });
  for (const { of, stage: name, rows, formula } of GRADIENTS)
    put({ name, rows, columns: 'feature', joined: false, formula }, found[of]!);
  const { problem } = pass;
  const output = gradientOfOutput(pass, stages.get('output')!, problem.grad!);
  for (const { stage: name, rows, columns, formula, make } of sourceGradients(problem))
    put({ name, rows, columns, joined: true, formula: formula(problem) }, make(pass, { ...found, output }));
}

function arithmetic({ found: { single } }: Task): Convention {
  return {
    name: 'arithmetic',
    value: { code: 'arithmetic-in-tiles', type: single ? 'float32' : 'float64' },
    standard: false,
  };
}

function marked({ marks }: Task, wanted: number): boolean {
  return marks.some((mark) => (mark & wanted) !== 0);
}

function emptyRowsOf(marks: Uint8Array, heads: number, nQ: number): EmptyRow[] {
  const rows: EmptyRow[] = [];
  marks.forEach((mark, at) => {
    if (mark & EMPTY) rows.push({ b: Math.floor(at / (heads * nQ)), h: Math.floor(at / nQ) % heads, i: at % nQ });
  });
  return rows;
}

/** `--empty-rows uniform`: such a query gets the mean of all values. */
function fillUniform(output: Tensor4, values: Tensor4, rows: readonly EmptyRow[]): void {
  if (rows.length === 0) return;
  const [batch, , nK, dV] = values.shape;
  const means = headByHead([batch, values.shape[1]!, 1, dV], (b, h) => {
    const mean = new Float64Array(dV);
    const from = block(values, b, h);
    for (let j = 0; j < nK; j++) for (let m = 0; m < dV; m++) mean[m]! += from[j * dV + m]! / nK;
    return mean;
  });
  for (const { b, h, i } of rows)
    block(output, b, h).set(block(means, b, sharedHead(h, output.shape[1]!, values.shape[1]!)), i * dV);
}
