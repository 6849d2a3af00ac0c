import { AttnError, type Fact, type Place, type Problem, type StageName, type Trace } from '../core/index.js';
import { resolveToken } from '../explain/index.js';
import {
  formatFacts,
  formatFor,
  type FormatOption,
  obeys,
  type OutFormat,
  type Result,
  type ShowOptions,
} from '../show/index.js';
import { compute as computeBy } from './engine.js';
import { dataError, fact, usageError } from './facts.js';
import type { ComputeFlags } from './options.js';
import { write, type Io } from './io.js';
import { checkMemory } from './memory.js';
import { sayer, type Sayer } from './notes.js';
import { formatRemark, outFormat } from './out-format.js';
import type { Content } from './output.js';
import { problemsOf, type Problems } from './problems.js';
import { showOptions } from './show-options.js';
import { traceText } from '../words/index.js';
import { presentStages, selection, wantedStages } from './stages.js';

/** Flags that choose or shape numbers; not every format has a use for them. */
const CHOOSERS = [
  'precision',
  'round',
  'top',
  'heatmap',
  'cmap',
  'head',
  'compact',
] as const satisfies readonly (FormatOption & keyof ComputeFlags)[];

/** One problem, computed; with `--hide` also as it was before. */
export interface Computed {
  readonly trace: Trace;
  readonly before?: Trace;
  /** The token to explain, when `--token` names it. */
  readonly speaker?: number;
}

/** Where the problems come from, and what is shown of their results. */
export interface Source {
  readonly problems: (flags: ComputeFlags, io: Io, say: Sayer) => Promise<Problems>;
  /** What is shown in place of a result; `index` counts the problems. */
  readonly change?: (trace: Trace, index: number) => Trace;
}

/**
 * `attn compute`: options → read → attend → show.
 *
 * @param source other problems than those that the flags say (`attn model`)
 */
export async function compute(flags: ComputeFlags, io: Io, source: Source = { problems: problemsOf }): Promise<number> {
  const say = sayer(flags, io);
  const target = targetOf(flags);
  const format = outFormat(flags, target);
  const options = showOptions(flags, io, target !== undefined);
  const chosen = selection(flags, format);
  if (formatFacts(format).binary && target === undefined && io.stdout.isTTY) {
    throw usageError({ code: 'format-not-for-terminal', format });
  }

  const { problems, inputs } = await source.problems(flags, io, say);
  const rules = { clobber: flags.clobber, inputs };
  if (target !== undefined) await (await import('./output.js')).checkTarget(target, rules);
  const explains = flags.explain || flags.quiz;
  const wanted = explains || formatFacts(format).wholeTrace ? undefined : wantedStages(chosen);
  await checkMemory(
    {
      problems,
      wanted,
      twice: flags.hide !== undefined,
      ...(!explains && { shown: { format, options: { ...options, ...chosen } } }),
    },
    flags,
  );
  const several = formatFor(format, problems.length);
  for (const name of CHOOSERS)
    if (flags.given.includes(name) && !explains && !obeys(format, name))
      say.note(fact('no-effect-on-format', { option: name, format }));
  const token = flags.token;
  if (token !== undefined && !explains && !obeys(format, 'speaker')) say.note(fact('token-without-use'));
  const remarks = remarksOf(say);
  const results = async function* (): AsyncGenerator<Computed> {
    for (const [index, problem] of problems.entries()) {
      const computed = await computeOne(
        problem,
        wanted,
        flags,
        say,
        problems.length > 1 ? { number: index + 1, of: problems.length } : undefined,
      );
      const one = source.change ? changed(computed, (trace) => source.change!(trace, index)) : computed;
      checkSelection(one.trace, options);
      const speaker = token === undefined ? undefined : resolveToken(token, one.trace.tokens.query).index;
      if (flags.strict) checkFinite(one);
      remarks.of(one.trace);
      yield { ...one, ...(speaker !== undefined && { speaker }) };
    }
    remarks.end();
  };

  if (explains) {
    const { explain } = await import('./explain.js');
    const computed: Computed[] = [];
    for await (const one of results()) computed.push(one);
    return explain(computed, flags, { ...options, ...chosen }, format, {
      io,
      say,
      ...(target !== undefined && { target }),
      inputs,
    });
  }

  if (flags.hide !== undefined && !obeys(format, 'before')) say.note(fact('hidden-word-left-out', { format }));
  const shown = async function* (): AsyncGenerator<Result> {
    for await (const { trace, before, speaker } of results()) {
      yield {
        trace,
        options: {
          ...options,
          ...presentStages(trace, chosen, say.note),
          ...(before && { before }),
          ...(speaker !== undefined && { speaker }),
        },
      };
    }
  };
  const content = await rendered(shown(), problems.length, several, { ...options, ...chosen }, target !== undefined);
  if (target !== undefined) {
    const { writeFileWhole } = await import('./output.js');
    const bytes = await writeFileWhole(target, content, rules);
    const unnamed = formatRemark(target, several);
    say.note(fact('wrote', { path: target, bytes, ...(unnamed && { format: unnamed }) }));
  } else {
    await say.done();
    await write(io.stdout, content as string | Uint8Array);
    if (format === 'table' && io.stdout.isTTY && !options.only) say.note(fact('explain-offered'));
  }
  return 0;
}

function changed({ trace, before, ...rest }: Computed, change: (trace: Trace) => Trace): Computed {
  return { ...rest, trace: change(trace), ...(before && { before: change(before) }) };
}

/** The file that the result goes into; undefined for stdout. */
function targetOf(flags: ComputeFlags): string | undefined {
  const target = flags.output;
  if (target === '') throw usageError({ code: 'output-name-empty', where: { source: '--output' } });
  return target === '-' ? undefined : target;
}

/** @param which of several problems it is, for its errors */
async function computeOne(
  problem: Problem,
  wanted: readonly StageName[] | undefined,
  flags: ComputeFlags,
  say: Sayer,
  which: Place['problem'],
): Promise<Computed> {
  try {
    // `performance` would load a module that takes longer than most problems.
    const start = process.hrtime.bigint();
    const whole = await computeBy(problem, wanted, flags, say);
    const hidden = flags.hide;
    const found = hidden === undefined ? undefined : resolveToken(hidden, whole.tokens.key, 'hide');
    if (found?.note) say.note(found.note);
    const trace = found ? await computeBy({ ...problem, hide: [found.index] }, wanted, flags, say) : whole;
    const { sizes, engine } = trace;
    const arithmetic = trace.conventions.find((convention) => convention.name === 'arithmetic')?.value;
    const dtype = arithmetic ? traceText(arithmetic) : trace.dtype;
    const { nQ, nK, dK, dV, heads, batch } = sizes;
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    say.detail(fact('computed', { ...(which && { problem: which }), engine, ms, dtype, nQ, nK, dK, dV, heads, batch }));
    return { trace, ...(found && { before: whole }) };
  } catch (error) {
    if (which === undefined || !(error instanceof AttnError)) throw error;
    throw new AttnError(
      error.kind,
      error.faults.map((fault) => ({ ...fault, where: { ...placed(fault.where), problem: which } })),
    );
  }
}

/** A place that is still a text is the name of its source. */
const placed = (where: string | Place | undefined): Place =>
  typeof where === 'string' ? { source: where } : { ...where };

/**
 * One result as it is; several one after the other, each released as soon as it is written.
 *
 * @param toFile a file may be written piece by piece: it is renamed into place only when complete
 */
async function rendered(
  results: AsyncGenerator<Result>,
  count: number,
  format: OutFormat,
  options: ShowOptions,
  toFile: boolean,
): Promise<Content> {
  try {
    if (count > 1) return await (await import('./several.js')).joinResults(results, count, format, options);
    const { load, loadPieces } = formatFacts(format);
    const render = toFile && loadPieces ? await loadPieces() : await load();
    let content: Content = '';
    for await (const { trace, options: own } of results) content = render(trace, own);
    return content;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw dataError({ code: 'text-too-long', format });
  }
}

/** Notes and warnings of all results, printed when nothing failed; the note about random numbers only once for all problems. */
function remarksOf(say: Sayer): { of: (trace: Trace) => void; end: () => void } {
  const notes: (string | Fact)[] = [];
  const warned: (string | Fact)[] = [];
  const seeds = new Set<number | undefined>();
  let same = false;
  return {
    of: ({ problem, warnings }) => {
      notes.push(...(problem.notes ?? []));
      warned.push(...warnings.map((warning) => traceText(warning)));
      if (!problem.provenance?.random) return;
      seeds.add(problem.provenance.seed);
      same ||= problem.q !== undefined;
    },
    end: () => {
      notes.forEach(say.note);
      warned.forEach(say.warn);
      if (seeds.size === 0) return;
      say.note(fact('random-vectors', { seeds: [...seeds].join(', ') }));
      if (same) say.note(fact('same-vectors'));
    },
  };
}

/** @throws AttnError under --strict when the output holds NaN or an infinity */
function checkFinite({ trace }: Computed): void {
  const { data, shape } = (trace.stages.get('output') ?? trace.stages.get('weights')!).tensor;
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const [, , rows, columns] = shape;
  const row = Math.floor(at / columns) % rows;
  throw dataError({
    code: 'output-not-finite',
    where: { source: '--strict' },
    found: String(data[at]),
    row: row + 1,
    column: (at % columns) + 1,
  });
}

/** Selectors that point past the end would show nothing. */
function checkSelection({ sizes }: Trace, { head, batch }: ShowOptions): void {
  if (head !== undefined && head >= sizes.heads)
    throw dataError({ code: 'no-such-head', where: { source: '--head' }, found: head + 1, count: sizes.heads });
  if (batch !== undefined && batch >= sizes.batch)
    throw dataError({
      code: 'no-such-batch-item',
      where: { source: '--batch' },
      found: batch + 1,
      count: sizes.batch,
    });
}
