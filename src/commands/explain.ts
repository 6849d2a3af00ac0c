import { usageError } from '../core/error.js';
import { lesson, type LessonOptions } from '../explain/tell.js';
import { lessonLines } from '../explain/lines.js';
import { resolveToken } from '../explain/token.js';
import { renderLessonText } from '../explain/text.js';
import type { OutFormat, ShowOptions } from '../show/renderer.js';
import type { Computed } from './compute.js';
import { choiceFlag, textFlag, type Flags } from './flags.js';
import { write, type Io } from './io.js';
import type { Sayer } from './notes.js';
import { sizeText, writeFileWhole } from './output.js';
import type { Lesson } from '../explain/lesson.js';

/** Columns of a lesson; wider lines are hard to read. */
const PAGE = 80;

interface Place {
  readonly io: Io;
  readonly say: Sayer;
  /** A file, when the lesson goes there. */
  readonly target?: string;
  readonly inputs: readonly string[];
}

/** `compute --explain`: the lesson of each problem, in the format asked for. */
export async function explain(computed: readonly Computed[], flags: Flags, options: ShowOptions, format: OutFormat, place: Place): Promise<number> {
  const render = await rendererOf(flags, format);
  const lessons = computed.map((one) => lesson(one.trace, lessonOptions(one, flags, options, place.say)));
  const content = lessons.map((one) => render(one, options)).join('\n');
  if (place.target !== undefined) {
    await writeFileWhole(place.target, content, { clobber: flags['clobber'] !== false, inputs: place.inputs });
    place.say.note(`wrote ${place.target} (${sizeText(Buffer.byteLength(content))})`);
    return 0;
  }
  await write(place.io.stdout, content);
  return 0;
}

/** @throws AttnError (usage) for a format in which no lesson can be told */
async function rendererOf(flags: Flags, format: OutFormat): Promise<(told: Lesson, options: ShowOptions) => string> {
  if (choiceFlag(flags, 'explainFormat', ['text', 'trace'] as const) === 'trace') return lessonLines;
  const digits = (options: ShowOptions): ShowOptions & { digits: number } => ({ ...options, digits: options.precision });
  switch (format) {
    // A lesson is prose: where no terminal says how wide it may be, it is set for a page of 80 columns.
    case 'table': return (told, options) => renderLessonText(told, { ...digits(options), width: flags['full'] === true ? Infinity : Math.min(options.width, PAGE) });
    case 'md': {
      const { renderLessonMarkdown } = await import('../explain/markdown.js');
      return (told, options) => renderLessonMarkdown(told, digits(options));
    }
    case 'latex': {
      const { renderLessonLatex } = await import('../explain/latex.js');
      return (told, options) => renderLessonLatex(told, digits(options));
    }
    default:
      throw usageError({ what: `--explain cannot be written as ${format}`, fix: 'leave the format out, or use --format md or latex; --explain-format trace gives JSON lines' });
  }
}

function lessonOptions({ trace, before }: Computed, flags: Flags, options: ShowOptions, say: Sayer): LessonOptions {
  const spec = textFlag(flags, 'token');
  const found = spec === undefined ? undefined : resolveToken(spec, trace.tokens.query);
  if (found?.note) say.note(`--token: ${found.note}`);
  return {
    ...(found && { token: found.index }),
    ...(options.head !== undefined && { head: options.head }),
    ...(options.batch !== undefined && { batch: options.batch }),
    ...(before && { before }),
  };
}
