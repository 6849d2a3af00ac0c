import { attend } from '../core/attend.js';
import { dataError, usageError } from '../core/error.js';
import type { Problem } from '../core/problem.js';
import { STAGES, type StageName, type Trace } from '../core/trace.js';
import { resolveToken } from '../explain/token.js';
import { FORMATS, formatOf } from '../show/formats.js';
import type { OutFormat, Renderer, ShowOptions } from '../show/renderer.js';
import { choice, choiceFlag, textFlag, wholeFlag, type Flags } from './flags.js';
import { write, type Io } from './io.js';
import { chooseLanguage, LANGUAGES } from '../show/language.js';
import { sayer } from './notes.js';
import { problemsOf } from './problems.js';
import { screenOf } from './terminal.js';
import { VERSION } from './version.js';

/** One problem, computed; with `--hide` also as it was before. */
export interface Computed {
  readonly trace: Trace;
  readonly before?: Trace;
}

/** `attn compute`: options → read → attend → show. */
export async function compute(flags: Flags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const target = textFlag(flags, 'output');
  const toFile = target !== undefined && target !== '-';
  const format = outputFormat(flags, toFile ? target : undefined);
  const options = showOptions(flags, io, toFile, format);

  const { problems, inputs } = await problemsOf(flags, io, say.note);
  const computed = problems.map((problem) => computeOne(problem, flags, say.note));
  computed.forEach(({ trace }) => checkSelection(trace, options));
  for (const { trace } of computed) {
    trace.problem.notes?.forEach(say.note);
    trace.warnings.forEach(say.warn);
  }
  sayRandom(computed.map(({ trace }) => trace), say.note);

  if (flags['explain'] === true || flags['quiz'] === true) {
    const { explain } = await import('./explain.js');
    const code = await explain(computed, flags, options, format, { io, say, ...(toFile && { target }), inputs });
    return code || strictCode(flags, computed);
  }
  if (flags['token'] !== undefined) say.note('--token chooses who speaks in --explain; without it nothing changes');

  const several = computed.length > 1 && format === 'json' ? 'jsonl' : format;
  const render = await FORMATS.get(several)!.load();
  const content = await renderAll(computed, render, options, several);
  if (toFile) {
    const { sizeText, writeFileWhole } = await import('./output.js');
    await writeFileWhole(target, content, { clobber: flags['clobber'] !== false, inputs });
    say.note(`wrote ${target} (${sizeText(Buffer.byteLength(content))})`);
  } else {
    if (FORMATS.get(several)!.binary && io.stdout.isTTY) throw usageError({ what: `${several} is not for a terminal`, fix: `write it to a file: -o result.${several}` });
    await write(io.stdout, content);
    if (format === 'table' && io.stdout.isTTY && !flags['only']) say.note('add --explain to be walked through it');
  }
  return strictCode(flags, computed);
}

function computeOne(problem: Problem, flags: Flags, note: (text: string) => void): Computed {
  const trace = attend(problem);
  const hidden = textFlag(flags, 'hide');
  if (hidden === undefined) return { trace };
  const { index, note: choiceNote } = resolveToken(hidden, trace.tokens.key);
  if (choiceNote) note(`--hide: ${choiceNote}`);
  return { trace: attend({ ...problem, hide: [index] }), before: trace };
}

async function renderAll(computed: readonly Computed[], render: Renderer, options: ShowOptions, format: OutFormat): Promise<string | Uint8Array> {
  const parts = computed.map(({ trace, before }) => render(trace, { ...options, stages: stagesFor(trace, options.stages), ...(before && { before }) }));
  if (parts.length === 1) return parts[0]!;
  if (FORMATS.get(format)!.binary) throw usageError({ what: `${parts.length} problems do not fit into one ${format} file`, fix: 'give one problem, or --format jsonl' });
  return parts.join(format === 'table' || format === 'md' || format === 'latex' ? '\n' : '');
}

/** Gradients were asked for by --grad: they are shown without being named once more. */
function stagesFor(trace: Trace, stages: readonly StageName[]): readonly StageName[] {
  const grads = (['grad_q', 'grad_k', 'grad_v'] as const).filter((name) => trace.stages.has(name) && !stages.includes(name));
  return [...stages, ...grads];
}

/** @throws AttnError (usage) when two flags say different formats */
function outputFormat(flags: Flags, file: string | undefined): OutFormat {
  const known = [...FORMATS.keys()];
  const said: [string, OutFormat][] = [];
  const named = textFlag(flags, 'format');
  if (named !== undefined) said.push([`--format ${named}`, choice(named, '--format', known)]);
  if (flags['json'] === true) said.push(['--json', 'json']);
  if (flags['plain'] === true) said.push(['--plain', 'plain']);
  const byName = file === undefined ? undefined : formatOf(file);
  if (byName && byName !== 'table') said.push([`-o ${file}`, byName]);
  const clash = said.find(([, format]) => format !== said[0]![1] && !(format === 'json' && said[0]![1] === 'jsonl'));
  if (clash) throw usageError({ what: `${said[0]![0]} and ${clash[0]} ask for different formats`, fix: 'give one of them' });
  return said[0]?.[1] ?? 'table';
}

const SHORT_STAGES: readonly StageName[] = ['scores', 'weights', 'output'];
/** Formats for people; the others hold everything. */
const FOR_READING: ReadonlySet<OutFormat> = new Set(['table', 'md', 'latex']);

function showOptions(flags: Flags, io: Io, toFile: boolean, format: OutFormat): ShowOptions {
  const show = textFlag(flags, 'show');
  const onlyText = textFlag(flags, 'only');
  const only = onlyText === undefined ? undefined : choice(onlyText, '--only', STAGES);
  if (only && show) throw usageError({ what: '--only and --show are given together', fix: 'give one of them' });
  const stages = show === undefined
    ? (FOR_READING.has(format) ? SHORT_STAGES : STAGES)
    : show === 'all' ? STAGES : show.split(',').map((name) => choice(name.trim(), '--show', STAGES));
  const round = wholeFlag(flags, 'round', 0, 100);
  const top = wholeFlag(flags, 'top', 1, 1e9);
  const head = wholeFlag(flags, 'head', 1, 1e9);
  const batch = wholeFlag(flags, 'batch', 1, 1e9);
  const cmap = choiceFlag(flags, 'cmap', ['viridis', 'cividis', 'gray'] as const);
  return {
    ...screenOf(flags, io, toFile),
    stages,
    ...(only && { only }),
    precision: wholeFlag(flags, 'precision', 0, 20) ?? 4,
    ...(round !== undefined && { round }),
    ...(top !== undefined && { top }),
    ...(head !== undefined && { head: head - 1 }),
    ...(batch !== undefined && { batch: batch - 1 }),
    ...(cmap && { cmap }),
    heatmap: flags['heatmap'] === true,
    compact: flags['compact'] === true,
    lang: chooseLanguage(choiceFlag(flags, 'lang', LANGUAGES), io.env),
    version: VERSION,
  };
}

/** Said once, plainly, however many problems there are. */
function sayRandom(traces: readonly Trace[], note: (text: string) => void): void {
  const random = traces.filter(({ problem }) => problem.provenance?.random);
  if (random.length === 0) return;
  const seeds = [...new Set(random.map(({ problem }) => problem.provenance!.seed))];
  note(`the vectors are random (seed ${seeds.join(', ')}; xoshiro128**, normal): the arithmetic is real, the meaning is not`);
  if (random.some(({ problem }) => problem.q !== undefined)) note('q, k and v of a word are the same vector here; --head-dim 4 gives each a random projection of its own');
}

function strictCode(flags: Flags, computed: readonly Computed[]): number {
  if (flags['strict'] !== true) return 0;
  const bad = computed.some(({ trace }) => trace.stages.get('output')!.tensor.data.some((value) => !Number.isFinite(value)));
  return bad ? 1 : 0;
}

/** Selectors that point past the end would show nothing. */
function checkSelection({ sizes }: Trace, { head, batch }: ShowOptions): void {
  if (head !== undefined && head >= sizes.heads) throw dataError({ where: '--head', what: `there is no head ${head + 1}: there are ${sizes.heads}`, fix: `choose 1 to ${sizes.heads}` });
  if (batch !== undefined && batch >= sizes.batch) throw dataError({ where: '--batch', what: `there is no batch item ${batch + 1}: there are ${sizes.batch}`, fix: `choose 1 to ${sizes.batch}` });
}
