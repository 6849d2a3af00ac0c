import { tensor, type Problem, type Trace } from '../core/index.js';
import { encodeNpy } from '../files/index.js';
import {
  allProblems,
  type AttentionKind,
  guesses,
  hasLogits,
  kindsOf,
  layerCount,
  layerName,
  layerProblem,
  logits,
  type Model,
  modelUsageError,
  openModel,
  type Report,
  reportJson,
  reportText,
  rollout,
  runModel,
  survey,
  type Tokenizer,
} from '../model/index.js';
import { chooseLanguage, formatOf, obeys } from '../show/index.js';
import { compute } from './compute.js';
import { fact, usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import { layerIndex } from './hf-layer.js';
import { write, type Io } from './io.js';
import { type AskedText, textsFor } from './model-input.js';
import type { MODEL_FLAGS } from './model-options.js';
import { isPlain, type View, viewed, viewNotes } from './model-view.js';
import { sayer, type Sayer } from './notes.js';
import type { ComputeFlags, GlobalFlags } from './options.js';
import { outFormat } from './out-format.js';
import { wholeNumber } from './parse-flags.js';
import { screenOf } from './terminal.js';

/** The flags of `attn model`, parsed. */
export type ModelCommandFlags = GlobalFlags & FlagOptions<typeof MODEL_FLAGS>;

type Off = readonly { readonly layer: number; readonly head: number }[];

const GUESSES = 5;

/** `attn model DIR`: a trained model → the map of its heads, or one layer through everything that `attn compute` has. */
export async function model(folder: string, flags: ModelCommandFlags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const opened = openModel(folder);
  try {
    const { asked, tokenizer } = await textsFor(opened, { ...flags, tensor: flags.input });
    const kinds = kindsOf(opened);
    const kind = flags.attention ?? kinds[0]!;
    if (!kinds.includes(kind))
      throw usageError({
        code: 'unknown-choice',
        where: { source: '--attention' },
        found: kind,
        expected: kinds,
      });
    const off = switchedOff(flags.without, opened);
    if (flags.logits) return await writeLogits(opened, asked, off, flags, io, say);
    const pictured = flags.output !== undefined && formatOf(flags.output) === 'html';
    const whole = flags.layer === undefined && !flags.rollout && (pictured || flags.format === 'html');
    if (flags.layer === undefined && !whole && !flags.rollout && flags.head === undefined)
      return await map(opened, asked, tokenizer, kind, off, flags, io, say);
    const count = layerCount(opened, kind);
    const layer =
      whole || flags.layer === 'all' ? 'all' : flags.layer === undefined ? count - 1 : layerIndex(flags.layer, count);
    return await layers(opened, asked, kind, layer, off, flags, io, say);
  } finally {
    opened.weights.close();
  }
}

/** `L3H4,L5H1`, counted from 1. */
function switchedOff(text: string | undefined, { config: { layers, heads } }: Model): Off {
  if (text === undefined) return [];
  return text.split(',').map((one) => {
    const found = /^\s*L(\d+)[.:]?H(\d+)\s*$/i.exec(one);
    const [layer, head] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
    if (layer < 1 || layer > layers || head < 1 || head > heads)
      throw modelUsageError({ code: 'model-without', where: { source: '--without' }, found: one, layers, heads });
    return { layer: layer - 1, head: head - 1 };
  });
}

async function layers(
  opened: Model,
  asked: readonly AskedText[],
  kind: AttentionKind,
  layer: number | 'all',
  off: Off,
  flags: ModelCommandFlags,
  io: Io,
  say: Sayer,
): Promise<number> {
  const { heads } = opened.config;
  const together = flags.head === 'mean' || flags.head === 'max' ? flags.head : undefined;
  const head =
    together || flags.head === undefined || flags.head === 'all'
      ? undefined
      : wholeNumber(flags.head, '--head', 1, heads);
  const alone = head !== undefined && !obeys(outFormat(flags as unknown as ComputeFlags, flags.output), 'head');
  const of = layerCount(opened, kind);
  const problems: Problem[] = [];
  const views: { view: View; one: AskedText }[] = [];
  for (const one of asked) {
    const rolled = flags.rollout ? await rolledOf(opened, one, kind, layer === 'all' ? of - 1 : layer, off) : undefined;
    const found =
      layer === 'all'
        ? await allProblems(opened, one.input, kind, { without: off })
        : [await layerProblem(opened, one.input, { kind, layer }, { without: off })];
    found.forEach((problem, at) => {
      const number = layer === 'all' ? at : layer;
      problems.push({ ...problem, ...labelsOf(one, kind, number, of) });
      views.push({
        one,
        view: {
          ...(together && { heads: together }),
          ...(alone && { head: head - 1 }),
          words: flags.words,
          special: flags.special,
          hideFirst: flags.hideFirst,
          ...(rolled && { rolled }),
        },
      });
    });
  }
  if (layer !== 'all')
    say.note(
      fact('hf-layer', {
        layer: layer + 1,
        of,
        name: layerName(opened, { kind, layer }),
        kind: kind === 'cross' ? 'cross_attention' : problems[0]!.window ? 'sliding_attention' : 'full_attention',
      }),
    );
  views.flatMap(({ view }) => viewNotes(view)).forEach(say.note);
  const { head: _head, ...rest } = flags;
  const asCompute = {
    ...rest,
    asked: new Map(),
    head: alone ? undefined : head,
    input: undefined,
  } as unknown as ComputeFlags;
  return compute(asCompute, io, {
    problems: () => Promise.resolve({ problems, inputs: [] }),
    change: (trace, at) => {
      const { view, one } = views[at]!;
      if (isPlain(view)) return trace;
      const { queries, keys } = piecesOf(one, kind, trace);
      return viewed(trace, view, queries, keys);
    },
  });
}

/** The pieces that ask and those that are asked; an input that is no text has numbered places. */
function piecesOf(
  { pieces, decoderPieces = pieces }: AskedText,
  kind: AttentionKind,
  { tokens }: Pick<Trace, 'tokens'>,
) {
  const numbered = (labels: readonly string[]): AskedText['pieces'] =>
    labels.map((label) => ({ id: -1, label, starts: true, special: false, type: 0 }));
  const memory = pieces.length > 0 ? pieces : undefined;
  return {
    queries: (kind === 'encoder' ? memory : decoderPieces) ?? numbered(tokens.query),
    keys: (kind === 'decoder' ? decoderPieces : memory) ?? numbered(tokens.key),
  };
}

function labelsOf(
  one: AskedText,
  kind: AttentionKind,
  layer: number,
  of: number,
): Pick<Problem, 'tokens' | 'provenance'> {
  const text = one.text ?? (one.pieces.length > 0 ? one.pieces.map(({ label }) => label).join(' ') : undefined);
  const labels = (pieces: AskedText['pieces']): string[] => pieces.map(({ label }) => label);
  const query = kind === 'encoder' ? one.pieces : (one.decoderPieces ?? one.pieces);
  const key = kind === 'decoder' ? query : one.pieces;
  return {
    ...(query.length > 0 && {
      tokens: { query: labels(query), ...(key.length > 0 && key !== query && { key: labels(key) }) },
    }),
    provenance: { ...(text !== undefined && { sentence: text }), layer: { number: layer + 1, of } },
  };
}

/** Attention rollout up to a layer. */
async function rolledOf(opened: Model, { input }: AskedText, kind: AttentionKind, last: number, off: Off) {
  if (kind === 'cross') throw modelUsageError({ code: 'model-rollout-cross', where: { source: '--rollout' } });
  const all: Parameters<typeof rollout>[0][number][] = [];
  await runModel(opened, input, {
    without: off,
    see: (place, weights) => void (place.kind === kind && place.layer <= last && all.push(weights)),
  });
  return rollout(all);
}

/** The map of all heads, and what the model guesses. */
async function map(
  opened: Model,
  asked: readonly AskedText[],
  tokenizer: Tokenizer | undefined,
  kind: AttentionKind,
  off: Off,
  flags: ModelCommandFlags,
  io: Io,
  say: Sayer,
): Promise<number> {
  const named = flags.format ?? (flags.json ? 'json' : flags.output === undefined ? 'table' : formatOf(flags.output));
  if (named !== 'table' && named !== 'json')
    throw modelUsageError({ code: 'model-map-format', found: named ?? flags.output ?? '' });
  const format = named;
  const toFile = flags.output !== undefined && flags.output !== '-';
  const parts: string[] = [];
  for (const one of asked) {
    const report = await reportOf(opened, one, tokenizer, kind, off, flags.next ?? GUESSES);
    parts.push(
      format === 'json'
        ? reportJson(report, flags.compact || asked.length > 1)
        : reportText(report, { ...screenOf(flags, io, toFile), lang: chooseLanguage(flags.lang, io.env) }),
    );
  }
  const content = parts.join(format === 'json' ? '' : '\n');
  if (!toFile) {
    await say.done();
    await write(io.stdout, content);
    return 0;
  }
  const { writeFileWhole } = await import('./output.js');
  const bytes = await writeFileWhole(flags.output!, content, { clobber: flags.clobber, inputs: [] });
  say.note(fact('wrote', { path: flags.output!, bytes }));
  return 0;
}

async function reportOf(
  opened: Model,
  { text, pieces, decoderPieces, input }: AskedText,
  tokenizer: Tokenizer | undefined,
  kind: AttentionKind,
  off: Off,
  count: number,
): Promise<Report> {
  const summaries: Report['summaries'][number][] = [];
  const shown = kind === 'encoder' ? pieces : (decoderPieces ?? pieces);
  const ids = shown.map(({ id }) => id);
  const { hidden } = await runModel(opened, input, {
    see: (place, weights) =>
      void (place.kind === kind && kind !== 'cross' && summaries.push(...survey(place.layer, weights, ids))),
  });
  const without = off.length > 0 ? (await runModel(opened, input, { without: off })).hidden : undefined;
  const { config } = opened;
  const label = (id: number): string => tokenizer?.label(id) ?? String(id);
  const decoding = config.family.kind === 'decoder' || config.family.kind === 'both';
  const places = decoding
    ? [hidden!.rows - 1]
    : ids.flatMap((id, at) => (tokenizer?.mask !== undefined && id === tokenizer.mask ? [at] : []));
  const rowsAt = (from: NonNullable<typeof hidden>) =>
    places.map((at) => ({
      rows: 1,
      columns: from.columns,
      data: from.data.slice(at * from.columns, (at + 1) * from.columns),
    }));
  const list = (from: NonNullable<typeof hidden>) =>
    hasLogits(opened)
      ? rowsAt(from).map((row) =>
          guesses(logits(opened, row), 0, count).map(({ id, probability }) => ({ id, token: label(id), probability })),
        )
      : [];
  const before = list(hidden!);
  const after = without && list(without);
  return {
    type: config.type,
    kind,
    layers: layerCount(opened, kind),
    heads: config.heads,
    ...(text !== undefined && { text }),
    ids,
    tokens: shown.map(({ label: name }) => name),
    summaries,
    guesses: before.map((guess, at) => ({
      ...(!decoding && { position: places[at]! }),
      before: guess,
      ...(after && { without: after[at]! }),
    })),
    without: off.map(({ layer, head }) => `L${layer + 1}H${head + 1}`),
  };
}

/** `--logits`: (n, vocabulary), as .npy or JSON. */
async function writeLogits(
  opened: Model,
  asked: readonly AskedText[],
  off: Off,
  flags: ModelCommandFlags,
  io: Io,
  say: Sayer,
): Promise<number> {
  if (asked.length > 1) throw modelUsageError({ code: 'model-logits-one', where: { source: '--logits' } });
  if (!hasLogits(opened)) throw modelUsageError({ code: 'model-no-logits', where: { source: '--logits' } });
  const { hidden } = await runModel(opened, asked[0]!.input, { without: off });
  const { rows, columns, data } = logits(opened, hidden!);
  const format = flags.format ?? (flags.output === undefined ? 'json' : formatOf(flags.output));
  if (format !== 'npy' && format !== 'json')
    throw modelUsageError({ code: 'model-logits-format', found: String(format) });
  const content =
    format === 'npy'
      ? encodeNpy(tensor([rows, columns], Float64Array.from(data), { dtype: 'float32' }))
      : `[\n${Array.from({ length: rows }, (_, i) => `  ${JSON.stringify([...data.subarray(i * columns, (i + 1) * columns)])}`).join(',\n')}\n]\n`;
  if (flags.output === undefined || flags.output === '-') {
    await say.done();
    await write(io.stdout, content);
    return 0;
  }
  const { writeFileWhole } = await import('./output.js');
  const bytes = await writeFileWhole(flags.output, content, { clobber: flags.clobber, inputs: [] });
  say.note(fact('wrote', { path: flags.output, bytes }));
  return 0;
}
