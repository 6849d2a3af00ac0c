import { attend } from '../core/index.js';
import {
  type Lesson,
  lesson,
  lessonLines,
  type LessonOptions,
  renderLessonText,
  resolveToken,
} from '../explain/index.js';
import { type OutFormat, resultNames, type ShowOptions } from '../show/index.js';
import type { Computed } from './compute.js';
import { fact, usageError } from './facts.js';
import type { ComputeFlags } from './options.js';
import { write, type Io } from './io.js';
import type { Sayer } from './notes.js';
import { FACT_WORDS } from '../words/index.js';

/** Columns of a lesson where no terminal says how wide it may be: longer lines are hard to read. */
const PAGE = 80;

interface Place {
  readonly io: Io;
  readonly say: Sayer;
  /** A file, when the lesson goes there. */
  readonly target?: string;
  readonly inputs: readonly string[];
}

/**
 * `compute --explain`: on a terminal screen after screen, elsewhere (a pipe, a file, another format) straight through.
 *
 * @returns the exit code: 130 when the session was interrupted
 */
export async function explain(
  computed: readonly Computed[],
  flags: ComputeFlags,
  options: ShowOptions,
  format: OutFormat,
  place: Place,
): Promise<number> {
  const render = await rendererOf(flags, format);
  const names =
    computed.length > 1
      ? resultNames(
          computed.map(({ trace }) => trace),
          options,
        )
      : [];
  const choices = computed.map((one, index) => lessonOptions(one, flags, options, place.say, names[index]?.which));
  if (format === 'table' && place.target === undefined && isTalk(flags, place.io))
    return talk(computed, choices, flags, options, place);

  const content = render(
    computed.map(({ trace }, index) => lesson(trace, choices[index])),
    options,
  );
  if (place.target === undefined) {
    await place.say.done();
    await write(place.io.stdout, content);
    return 0;
  }
  const { writeFileWhole } = await import('./output.js');
  await writeFileWhole(place.target, content, { clobber: flags.clobber, inputs: place.inputs });
  place.say.note(fact('wrote', { path: place.target, bytes: Buffer.byteLength(content) }));
  return 0;
}

/** Whether a user can press keys. */
function isTalk(flags: ComputeFlags, { stdin, stdout, stderr }: Io): boolean {
  return (
    stdin.isTTY === true &&
    stdout.isTTY === true &&
    stderr.isTTY === true &&
    flags.pause &&
    flags.explainFormat === undefined
  );
}

async function talk(
  computed: readonly Computed[],
  choices: readonly LessonOptions[],
  flags: ComputeFlags,
  options: ShowOptions,
  { io, say }: Place,
): Promise<number> {
  await say.done();
  const { runSession } = await import('../explain/session.js');
  const terminal = {
    input: io.stdin,
    output: io.stdout,
    prompts: io.stderr,
    signals: process,
    columns: () => Math.min(flags.width ? options.width : (io.stdout.columns ?? PAGE), 120),
    rows: () => (io.stdout as { rows?: number }).rows ?? 24,
  };
  for (const [index, { trace, before }] of computed.entries()) {
    const code = await runSession(terminal, {
      ...choices[index],
      trace,
      ...(before && { before }),
      facts: (await FACT_WORDS[options.unicode ? options.lang : 'en']()).facts,
      lang: options.lang,
      unicode: options.unicode,
      color: options.color,
      digits: options.precision,
      ...(options.cmap && { cmap: options.cmap }),
      quiz: flags.quiz,
      accessible: flags.accessible,
      recompute: ({ causal, hide }) =>
        attend({ ...trace.problem, causal: causal && (trace.problem.causal || true), hide }),
    });
    if (code !== 0) return code;
  }
  return 0;
}

/** @throws AttnError (usage) for a format that has no lesson */
async function rendererOf(
  flags: ComputeFlags,
  format: OutFormat,
): Promise<(lessons: readonly Lesson[], options: ShowOptions) => string> {
  if (flags.explainFormat === 'trace') return (lessons) => lessons.map(lessonLines).join('');
  const digits = (options: ShowOptions): ShowOptions & { digits: number } => ({
    ...options,
    digits: options.precision,
  });
  switch (format) {
    case 'table':
      return (lessons, options) => {
        const width = flags.full ? Infinity : Math.min(options.width, PAGE);
        return lessons.map((one) => renderLessonText(one, { ...digits(options), width })).join('\n');
      };
    case 'md': {
      const { renderLessonMarkdown } = await import('../explain/markdown.js');
      return (lessons, options) => lessons.map((one) => renderLessonMarkdown(one, digits(options))).join('\n');
    }
    case 'latex': {
      const { renderLessonLatex } = await import('../explain/latex.js');
      return (lessons, options) => renderLessonLatex(lessons, digits(options));
    }
    case 'html': {
      const { renderLessonHtml } = await import('../explain/html.js');
      return (lessons, options) => renderLessonHtml(lessons, digits(options));
    }
    default:
      throw usageError({ code: 'format-without-lesson', found: format, expected: ['table', 'md', 'latex', 'html'] });
  }
}

function lessonOptions(
  { trace, before }: Computed,
  flags: ComputeFlags,
  options: ShowOptions,
  say: Sayer,
  name: string | undefined,
): LessonOptions {
  const spec = flags.token;
  const found = spec === undefined ? undefined : resolveToken(spec, trace.tokens.query, 'token');
  if (found?.note) say.note(found.note);
  return {
    ...(name !== undefined && { name }),
    ...(found && { token: found.index }),
    ...(options.head !== undefined && { head: options.head }),
    ...(options.batch !== undefined && { batch: options.batch }),
    ...(before && { before }),
  };
}
