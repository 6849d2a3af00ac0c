import { extname } from 'node:path';
import {
  check as checkOutput,
  type CheckRequest,
  type CheckResult,
  checkStages,
  catalogueJson,
  catalogueText,
  compareSaved,
  flagOf,
  GIVEN_STAGES,
  githubReport,
  givenField,
  type GivenStage,
  htmlReport,
  jsonReport,
  markdownReport,
  probe,
  probeHelp,
  type Progress,
  savedJson,
  savedText,
  textReport,
  verdictLine,
  weightsAsOutput,
} from '../check/index.js';
import { AttnError, type Tensor } from '../core/index.js';
import { checkStdinOnce, readDocument, type Stdin } from '../read/index.js';
import { encodeNpz } from '../files/index.js';
import type { CHECK_FLAGS } from './check-options.js';
import { checkExtension } from './extension.js';
import { fact, usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import type { InputFlags, GlobalFlags } from './options.js';
import { write, type Io } from './io.js';
import { checkMemory } from './memory.js';
import { sayer, type Sayer } from './notes.js';
import { checkTarget, writeFileWhole, type TargetRules } from './output.js';
import { problemsOf } from './problems.js';
import { stdinOf } from './stdin.js';
import { screenOf } from './terminal.js';

/** The flags of `attn check`, parsed. */
type CheckFlags = GlobalFlags & InputFlags & FlagOptions<typeof CHECK_FLAGS>;

type ReportFormat = NonNullable<CheckFlags['format']>;

/**
 * `attn check`: is OUT right, and if not, which mistake is it?
 *
 * @param files two saved results, to be compared with each other
 * @returns 0 equal, 1 differs
 * @throws AttnError (usage, exit 2) when nothing could be compared, also for unreadable data
 */
export async function check(files: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  try {
    const say = sayer(flags, io);
    if (flags.list) return await writeList(flags, io);
    if (flags.probe !== undefined) return await writeProbe(flags, io, say);
    return files.length > 0 ? await checkSaved(files, flags, io) : await checkOne(flags, io, say);
  } catch (error) {
    // Exit 1 says that OUT differs; an input that cannot be read says nothing about OUT.
    if (error instanceof AttnError && error.kind === 'data') throw new AttnError('usage', error.faults);
    throw error;
  }
}

/** `--list`: what the ids of a report stand for. */
async function writeList(flags: CheckFlags, io: Io): Promise<number> {
  const format = reportFormat(flags, undefined);
  await write(io.stdout, format === 'json' ? catalogueJson(flags.compact) : catalogueText());
  return 0;
}

async function checkOne(flags: CheckFlags, io: Io, say: Sayer): Promise<number> {
  const given = [flags.actual, ...GIVEN_STAGES.map((name) => flags[givenField(name)])].filter(
    (spec) => spec !== undefined,
  );
  if (given.length === 0) throw usageError({ code: 'nothing-to-check' });
  checkStdinOnce([
    ...[...flags.asked].map(([name, { value }]): [string, string] => [`--${name}`, String(value)]),
    ['--input', String(flags.input)],
    ['--actual', String(flags.actual)],
    ...GIVEN_STAGES.map((name): [string, string] => [flagOf(name), String(flags[givenField(name)])]),
  ]);
  const { problems, inputs } =
    flags.model === undefined
      ? await problemsOf(flags, io, say)
      : await (await import('./model-layer.js')).problemOfModel(flags, say);
  const compared = given.flatMap((spec) => [spec, spec.replace(/#[^#/]*$/, '')]);
  const rules = { clobber: flags.clobber, inputs: [...inputs, ...compared] };
  const target = targetOf(flags);
  reportFormat(flags, target);
  if (target !== undefined) await checkTarget(target, rules);
  if (problems.length !== 1)
    throw usageError({
      code: 'one-output-several-problems',
      where: { source: flags.config !== undefined ? '--config' : flags.layer !== undefined ? '--layer' : '--input' },
      found: problems.length,
      expected: 1,
    });
  const problem = problems[0]!;
  problem.notes?.forEach(say.note);
  // Besides the correct computation, one with the mistake that is being tried.
  await checkMemory({ problems: [problem], wanted: undefined, twice: true }, flags);
  const stdin = stdinOf(io, say.note);
  const stages = new Map<GivenStage, Tensor>();
  for (const name of GIVEN_STAGES) {
    const spec = flags[givenField(name)];
    if (spec !== undefined) stages.set(name, await tensorNamed(spec, flagOf(name), [name], stdin));
  }
  const spec = flags.actual;
  const actual =
    spec === undefined ? undefined : await tensorNamed(spec, '--actual', ['output', 'out', 'actual', 'y', 'o'], stdin);
  await say.done();
  const meter = await tryMeter(say);
  const more = {
    ...(flags.atol !== undefined && { atol: flags.atol }),
    ...(flags.rtol !== undefined && { rtol: flags.rtol }),
    diagnose: flags.diagnose,
    progress: meter.show,
  };
  const request: CheckRequest | undefined = actual ? { problem, actual, stages, ...more } : undefined;
  const weights = stages.get('weights');
  const result = request
    ? checkOutput(request)
    : weights && stages.size === 1
      ? checkOutput({ ...weightsAsOutput(problem, weights), ...more })
      : checkStages(problem, stages);
  meter.clear();
  const exactly =
    flags.exact && actual
      ? await import('../check/exact.js').then(({ exact }) => exact(result.made, result.actual))
      : undefined;
  await report(
    result,
    exactly &&
      (await import('../check/report/exact.js').then(({ exactJson, exactLines }) => ({
        lines: exactLines(exactly),
        json: exactJson(exactly),
      }))),
    flags,
    rules,
    io,
    say,
  );
  return result.equal ? 0 : 1;
}

async function report(
  result: CheckResult,
  exactly: { lines: string[]; json: string } | undefined,
  flags: CheckFlags,
  rules: TargetRules,
  io: Io,
  say: Sayer,
): Promise<void> {
  const target = targetOf(flags);
  const toFile = target !== undefined;
  const format = reportFormat(flags, target);
  if (flags.quiet && format === 'text' && !toFile) {
    if (!result.equal)
      await write(
        io.stdout,
        `${verdictLine(result)}${result.findings[0] ? `  [${result.findings[0].ids.join(', ')}: ${result.findings[0].title}]` : ''}\n`,
      );
    return;
  }
  const content = {
    text: () => textReport(result, screenOf(flags, io, toFile)) + (exactly ? `\n${exactly.lines.join('\n')}\n` : ''),
    json: () => withExact(jsonReport(result, flags.compact), exactly?.json),
    md: () => markdownReport(result) + (exactly ? `\n${exactly.lines.map((line) => `    ${line}`).join('\n')}\n` : ''),
    html: () => htmlReport(result, exactly?.lines),
    github: () => githubReport(result),
  }[format]();
  if (!toFile) return write(io.stdout, content);
  await writeFileWhole(target, content, rules);
  say.note(fact('wrote', { path: target, bytes: Buffer.byteLength(content) }));
  await say.done();
  await write(io.stdout, `${verdictLine(result)}\n`);
}

/** On a terminal, how many mistakes were tried: of long inputs each takes a while. Ctrl-C needs no listener, it ends the process. */
async function tryMeter(say: Sayer): Promise<{ show: Progress | undefined; clear: () => void }> {
  const meter = await say.meter();
  if (!meter.visible) return { show: undefined, clear: () => undefined };
  const start = Date.now();
  let lastShown = start;
  return {
    show: (tries) => {
      const now = Date.now();
      if (now - lastShown < 200 || now - start < 1000) return;
      lastShown = now;
      meter.show(fact('trying-mistakes', { tried: tries }));
    },
    clear: meter.clear,
  };
}

/** The file that the report goes into; undefined for stdout. */
function targetOf(flags: CheckFlags): string | undefined {
  const target = flags.output;
  return target === '-' ? undefined : target;
}

function withExact(json: string, exactly: string | undefined): string {
  return exactly
    ? json.replace(/(\n?)\}\n$/, (_end, line: string) => `,${line ? '\n  ' : ''}"exact": ${exactly}${line}}\n`)
    : json;
}

const REPORTS: Readonly<Record<string, ReportFormat>> = {
  '.txt': 'text',
  '.json': 'json',
  '.md': 'md',
  '.html': 'html',
  '.htm': 'html',
};

/** @throws AttnError (usage) when nothing but the ending of the file asks for a format, and there is none for it */
function reportFormat(flags: CheckFlags, file: string | undefined): ReportFormat {
  if (flags.json) return 'json';
  if (flags.format) return flags.format;
  checkExtension(file, Object.keys(REPORTS));
  return file === undefined ? 'text' : (REPORTS[extname(file).toLowerCase()] ?? 'text');
}

async function checkSaved(files: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  const [first, second] = files;
  if (first === undefined || second === undefined || files.length > 2) {
    throw usageError({
      code: 'saved-results-count',
      found: files.length,
      expected: 2,
    });
  }
  const compared = compareSaved(await stagesOf(first), await stagesOf(second), flags.atol, flags.rtol);
  const screen = screenOf(flags, io, false);
  if (!flags.quiet || reportFormat(flags, undefined) === 'json') {
    await write(
      io.stdout,
      reportFormat(flags, undefined) === 'json' ? savedJson(compared) : savedText(compared, screen.unicode),
    );
  }
  return compared.equal ? 0 : 1;
}

/** Every stage that a saved result holds. */
async function stagesOf(file: string): Promise<Map<string, Tensor>> {
  const { tensors } = await readDocument(file, { stages: true });
  // A lone matrix has no name; both files call it the same.
  return new Map([...tensors].map(([name, one]) => [name === '' ? 'output' : name, one]));
}

async function writeProbe(flags: CheckFlags, io: Io, say: Sayer): Promise<number> {
  const kind = flags.probe ?? 'usual';
  const target = targetOf(flags);
  if (target === undefined) throw usageError({ code: 'probe-without-file', where: { source: '--probe' } });
  checkExtension(target, ['.npz']);
  const made = probe(kind);
  await writeFileWhole(target, encodeNpz(new Map(Object.entries(made))), {
    clobber: flags.clobber,
    inputs: [],
  });
  say.note(fact('wrote', { path: target }));
  await say.done();
  const repeated = [...flags.asked].map(([name, { value }]) =>
    value === true ? ` --${name}` : ` --${name}=${String(value)}`,
  );
  await write(io.stdout, probeHelp(made, target, repeated.join('')));
  return 0;
}

/** One tensor of a source; of several, the one whose name is expected. */
async function tensorNamed(spec: string, flag: string, names: readonly string[], stdin: Stdin): Promise<Tensor> {
  const { tensors } = await readDocument(spec, { flag, subject: 'OUT', stdin });
  const lone = tensors.size === 1 ? [...tensors.values()][0] : tensors.get('');
  const found = lone ?? names.map((name) => tensors.get(name)).find((tensor) => tensor !== undefined);
  if (found) return found;
  throw usageError({
    code: 'tensor-not-named',
    where: { source: spec },
    source: spec,
    names: [...tensors.keys()],
    usual: names[0]!,
  });
}
