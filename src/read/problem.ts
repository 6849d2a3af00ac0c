import { isAbsolute } from 'node:path';
import {
  AttnError,
  embed,
  type EmbedSettings,
  type Fault,
  fieldName,
  fourAxes,
  type IdleFact,
  idleOptions,
  isTensor,
  tensor,
  joinHeads,
  type Option,
  OPTION_LIST,
  optionNamed,
  type Problem,
  type Provenance,
  reshape,
  shapeText,
  STAGES,
  swapFirst,
  takesTensor,
  TURNED_WEIGHTS,
  type Tensor,
  type FaultKind,
} from '../core/index.js';
import { readAsked, type Asked, type Load } from './ask.js';
import { arrayOfKey, namedArrays, unusedArrays } from './arrays.js';
import type { Document } from './document.js';
import { keyName, tensorTitle } from './names.js';
import { unpackLayer, unpackQkv, weightsInOut } from './layer.js';
import { meaningHere } from './other-names.js';
import { tokenize } from './sentence.js';
import { dataError, usageError, type ReadFault } from './facts.js';

/** Keys of our own result documents that a problem is not made of. */
const RESULT_KEYS: ReadonlySet<string> = new Set([
  'schema',
  'meta',
  'warnings',
  'before',
  'hidden',
  '__metadata__',
  ...STAGES,
]);

/**
 * What a bundle, a config or a result of ours asks, by option name. Unknown keys are refused, all together, each with its place;
 * so are files that lie outside the folder that attn runs in, since who sends a bundle does not choose what is read beside it.
 *
 * @param files `anywhere` for what a program says itself
 * @throws AttnError
 */
export function askedBy(given: Document, name: string, files: 'here' | 'anywhere' = 'here'): Map<string, Asked> {
  const document = unpackLayer(given, name);
  const asked = new Map<string, Asked>();
  const faults: ReadFault[] = [];
  const ours = document.settings.get('schema')?.value === 'attn/1';
  const take = (key: string, value: unknown, where: string): void => {
    const array = arrayOfKey(key);
    const option = array === undefined ? optionNamed(key) : undefined;
    if (array !== undefined) {
      const others = asked.get('let')?.value as object | undefined;
      asked.set('let', { value: { ...others, [array]: value }, where, kind: 'data' });
    } else if (option) {
      const outside = namesFiles(option) ? textsOf(value).find(isOutside) : undefined;
      if (files === 'here' && outside !== undefined) {
        faults.push({ code: 'file-outside', where, option: option.name, found: outside });
      }
      asked.set(option.name, { value, where, kind: 'data' });
    } else if (!RESULT_KEYS.has(keyName(key))) {
      const here = meaningHere(key);
      const expected = OPTION_LIST.map(({ key: known }) => known);
      faults.push({ code: 'key-unknown', where, found: key, expected, ...(here !== undefined && { here }) });
    }
  };
  for (const [key, value] of document.tensors)
    if (!(key === '' || (ours && isResultOnly(key))))
      take(key, value, `${name}#${document.writtenAs?.get(key) ?? key}`);
  for (const [key, { value, where }] of document.settings) take(key, value, where);
  if (files === 'here' && document.tensors.size + document.settings.size === 0)
    faults.push({ code: 'bundle-empty', where: name });
  if (document.tensors.has('')) faults.push({ code: 'bundle-lone-matrix', where: name });
  if (faults.length > 0) throw unguessed(document, asked, name) ?? dataError(faults);
  if (ours) readBack(asked, document, name);
  return asked;
}

/** No option: which of several layers of saved scores or weights is meant, from 1. */
export const SAVED_LAYER = 'saved layer';

/** So many names are listed. */
const LISTED = 12;

/** The error for a file of arrays none of whose names says what is Q or X: what is there, and the flags to type. */
function unguessed({ tensors }: Document, asked: ReadonlyMap<string, Asked>, source: string): AttnError | undefined {
  const unknown = [...tensors].filter(([key]) => key !== '' && optionNamed(key) === undefined);
  if (
    unknown.length === 0 ||
    ['q', 'x', 'qkv', 'sentence', 'scores', 'attention-weights'].some((name) => asked.has(name))
  )
    return undefined;
  const names = unknown.slice(0, LISTED).map(([name, { shape }]) => ({ name, shape: shapeText(shape) }));
  return dataError({ where: { source }, code: 'bundle-names-unknown', source, names, count: unknown.length });
}

/** No option: where the numbers of a result came from. */
const LAYER = 'layer of';

function isLayer(value: unknown): value is NonNullable<Provenance['layer']> {
  const { number, of } = (value ?? {}) as { number?: unknown; of?: unknown };
  return Number.isSafeInteger(number) && Number.isSafeInteger(of);
}

function namesFiles(option: Option): boolean {
  return takesTensor(option) || option.kind === 'rope-scaling' || option.kind === 'arrays';
}

/** The texts of a value: itself, or those of the arrays of `let`. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || isTensor(value)) return [];
  return Object.values(value).filter((one) => typeof one === 'string');
}

function isOutside(given: string): boolean {
  const specs = given
    .replace(/^[\p{L}_$][\p{L}\p{M}\p{Nd}_$]*\s*=\s*/u, '')
    .replace(/^(rms|l2|layernorm|cu_seqlens):/, '')
    .split(/,[a-z]+=/);
  return specs.some((spec) => isAbsolute(spec) || /^[a-z]:/i.test(spec) || spec.split(/[\\/]/).includes('..'));
}

function isResultOnly(key: string): boolean {
  return optionNamed(key) === undefined && arrayOfKey(key) === undefined;
}

/** A result of ours: its options stand in meta, its mask is the final one, its tokens are {query, key}. */
function readBack(asked: Map<string, Asked>, document: Document, name: string): void {
  const put = (option: string, value: unknown): void => void asked.set(option, { value, where: name, kind: 'data' });
  const meta = document.settings.get('meta')?.value as
    | { seed?: unknown; layer?: unknown; options?: Record<string, unknown>; conventions?: Record<string, string> }
    | undefined;
  const options = meta?.options;
  // The options say who was masked, unless it was said in numbers, or words were hidden.
  if (options && options['mask'] !== 'matrix' && !document.settings.has('hidden')) asked.delete('mask');
  for (const [key, value] of Object.entries(options ?? {})) {
    const option = optionNamed(key);
    if (option && !asked.has(option.name)) put(option.name, value);
  }
  const mask = asked.get('mask')?.value;
  if (isTensor(mask)) {
    // In the document a 1 always means: may attend. It is asked again as it was asked.
    const ignore = meta?.conventions?.['mask_true'] === 'ignore';
    put('mask-true', ignore ? 'ignore' : 'attend');
    if (ignore) put('mask', { ...mask, data: mask.data.map((may) => 1 - may) });
  }
  if (typeof meta?.seed === 'number') put('seed', meta.seed);
  if (isLayer(meta?.layer)) put(LAYER, meta.layer);
  if (Array.isArray(options?.[TURNED_WEIGHTS])) put(TURNED_WEIGHTS, options[TURNED_WEIGHTS]);
  if (asked.has('wq') || asked.has('wo')) put('weight-layout', 'in-out'); // as results keep them
  if (asked.has('x') && asked.has('wq')) ['q', 'k', 'v'].forEach((key) => asked.delete(key));
  const layout = meta?.conventions?.['layout'] ?? '';
  if (asked.has('latent')) {
    // K and V were made of the latent, and Q stands beside its part for RoPE.
    ['k', 'v'].forEach((key) => asked.delete(key));
    const [q, turned] = [asked.get('q')?.value, asked.get('k-rope')?.value];
    const apart =
      !layout.includes('heads×size') || (isTensor(q) && q.shape.length === (layout.includes('batch') ? 4 : 3));
    const heads = apart ? 1 : Number(options?.['heads'] ?? 1);
    if (isTensor(q) && isTensor(turned)) put('q', withoutLast(q, heads, turned.shape.at(-1) ?? 0));
  }
  if (layout.includes('heads×size')) {
    for (const key of ['q', 'k', 'v']) {
      const value = asked.get(key)?.value;
      if (isTensor(value)) put(key, sideBySide(value, layout));
    }
  }
  const tokens = asked.get('tokens')?.value as { query?: unknown; key?: unknown } | undefined;
  if (tokens && !Array.isArray(tokens)) {
    asked.delete('tokens');
    put('query-tokens', tokens.query);
    put('key-tokens', tokens.key);
  }
}

/** Of each head in the last axis all numbers but the last `count`. */
function withoutLast(from: Tensor, heads: number, count: number): Tensor {
  const width = (from.shape.at(-1) ?? 0) / heads;
  const kept = Float64Array.from(from.data).filter((_, at) => at % width < width - count);
  return tensor([...from.shape.slice(0, -1), heads * (width - count)], kept, { dtype: from.dtype });
}

/**
 * JSON shows fused heads apart, (batch, heads, length, size); the problem was asked with them side by side.
 *
 * @param layout as the conventions say it: `(length, batch, heads×size)`
 */
function sideBySide(apart: Tensor, layout: string): Tensor {
  const rank = apart.shape.length;
  const batch = layout.includes('batch');
  if (rank !== (batch ? 4 : 3)) return apart;
  const joined = joinHeads(fourAxes(batch ? apart : reshape(apart, [1, ...apart.shape])));
  const [items, , length, width] = joined.shape;
  const fused = reshape(joined, batch ? [items, length, width] : [length, width]);
  return layout.startsWith('(length, batch') ? swapFirst(fused) : fused;
}

/**
 * Everything asked, from whatever place, made into a problem. All that is wrong is told at once.
 *
 * @param asked by option name (`kv-heads`)
 * @param learned makes a sentence into numbers in place of random embeddings
 * @throws AttnError
 */
export async function readProblem(
  asked: ReadonlyMap<string, Asked>,
  load: Load,
  learned?: (sentence: string) => Problem,
): Promise<Problem> {
  const problem = await problemFrom(asked, load, learned);
  refuseIdle(asked, problem);
  return problem;
}

/** @throws AttnError with every option that changes nothing beside the others */
function refuseIdle(asked: ReadonlyMap<string, Asked>, problem: Problem): void {
  const given = new Set([...asked].flatMap(([name, { value }]) => (value === false || value === null ? [] : [name])));
  if (problem.x) given.add('x'); // made of a sentence
  // Tokens of both kinds leave nothing for `tokens`.
  const idle: readonly IdleFact[] = [
    ...idleOptions(given, problem),
    ...(given.has('tokens') && given.has('query-tokens') && given.has('key-tokens')
      ? [{ code: 'option-beside' as const, option: 'tokens', beside: 'query-tokens' }]
      : []),
  ];
  if (idle.length === 0) return;
  const ofFlags = idle.some(({ option }) => asked.get(option)?.kind === 'usage');
  const faults = idle.map((fact): IdleFact => {
    const from = asked.get(fact.option);
    return from?.kind === 'data' ? { ...fact, where: from.where } : fact;
  });
  throw new AttnError(ofFlags ? 'usage' : 'data', faults);
}

async function problemFrom(
  asked: ReadonlyMap<string, Asked>,
  load: Load,
  learned?: (sentence: string) => Problem,
): Promise<Problem> {
  const read: Record<string, unknown> = {};
  const notes: string[] = [];
  const faults: Fault[] = [];
  let usage = false;
  const fail = (error: unknown): undefined => {
    if (!(error instanceof AttnError)) throw error;
    faults.push(...error.faults);
    usage ||= error.kind === 'usage';
    return undefined;
  };
  const given = asked.get('let');
  const arrays =
    given && (await arraysOf(given, load, (text) => void notes.push(text), asked.has('score-mod')).catch(fail));
  for (const [name, one] of withParts(asked)) {
    try {
      if (name === LAYER || name === TURNED_WEIGHTS || name === SAVED_LAYER || name === 'let') continue;
      const value = await readAsked(optionNamed(name)!, one, load, (text) => void notes.push(text), arrays);
      if (value !== undefined) read[fieldName(name)] = value;
    } catch (error) {
      fail(error);
    }
  }
  if (given && arrays) {
    read['let'] = arrays.all;
    const names = arrays.unused();
    if (names.length > 0 && faults.length === 0) fail(unusedArrays(given, names));
  }
  if (faults.length > 0) throw new AttnError(usage ? 'usage' : 'data', faults);
  const kind: FaultKind = [...asked.values()].some((one) => one.kind === 'data') ? 'data' : 'usage';
  checkOneWay(read, kind);
  const sources = ['wq', 'wk', 'wv', 'wo'].flatMap((name) => {
    const from = asked.get(name);
    if (typeof from?.value === 'string') return [from.value];
    return from?.kind === 'data' && isTensor(from.value) ? [from.where] : [];
  });
  const values = weightsInOut(
    unpackQkv(oneLayer(read, asked.get(SAVED_LAYER)?.value)),
    sources,
    (text) => void notes.push(text),
  );

  const { sentence, dim, headDim, seed, embedding, position, tokens, queryTokens, keyTokens, ...rest } =
    values as Record<string, unknown> & {
      sentence?: string;
      tokens?: string[];
      queryTokens?: string[];
      keyTokens?: string[];
    };
  const problem = rest as Problem;
  if (sentence !== undefined && learned) {
    const model = learned(sentence);
    const settled = OPTION_LIST.filter(
      ({ field }) => values[field] !== undefined && (model as Record<string, unknown>)[field] !== undefined,
    );
    if (settled.length > 0)
      throw usageError({ code: 'options-with-weights', options: settled.map(({ name }) => name) });
    return { ...problem, ...model, notes: [...notes, ...(model.notes ?? [])] };
  }
  if (sentence !== undefined) {
    const settings = { dim, headDim, seed, embedding, position, heads: problem.heads };
    const given = Object.fromEntries(
      Object.entries(settings).filter(([, value]) => value !== undefined),
    ) as EmbedSettings;
    const words = tokenize(sentence);
    if (words.length === 0) throw dataError({ code: 'sentence-empty', where: asked.get('sentence')!.where });
    const embedded = embedOr(kind, words, given);
    return { ...embedded, ...problem, notes, provenance: { ...embedded.provenance, sentence } };
  }

  if (problem.q && !problem.k && !problem.latent)
    notes.push(
      problem.v
        ? 'K is not given: the queries are used as keys'
        : 'K and V are not given: the queries are used for both',
    );
  else if (problem.q && !problem.v && !problem.latent) notes.push('V is not given: the keys are used as values');
  const layer = asked.get(LAYER)?.value as Provenance['layer'];
  const turned = asked.get(TURNED_WEIGHTS)?.value as Problem['turnedWeights'];
  const query = queryTokens ?? tokens;
  const key = keyTokens ?? tokens;
  return {
    ...problem,
    notes,
    ...(turned && { turnedWeights: turned.filter((name) => ['wq', 'wk', 'wv', 'wo'].includes(name)) }),
    ...((query || key) && { tokens: { ...(query && { query }), ...(key && { key }) } }),
    ...((typeof seed === 'number' || layer) && {
      provenance: { ...(typeof seed === 'number' && { seed }), ...(layer && { layer }) },
    }),
  };
}

/**
 * Model libraries return a list of layers, (layers, batch, heads, L, S): the one that is meant.
 *
 * @throws AttnError when none is chosen, or there is no such layer
 */
function oneLayer(values: Record<string, unknown>, layer: unknown): Record<string, unknown> {
  const found = typeof layer === 'number' ? layer : undefined;
  for (const option of ['scores', 'attention-weights']) {
    const given = values[fieldName(option)];
    if (!isTensor(given)) continue;
    const [layers = 0, ...shape] = given.shape.length === 5 ? given.shape : [];
    if (layers === 0 && found === undefined) return values;
    if (found === undefined || found < 1 || found > layers)
      throw usageError({ code: 'saved-layer', option, layers, ...(found !== undefined && { found }) });
    const size = given.data.length / layers;
    const own = tensor(shape, given.data.slice((found - 1) * size, found * size), { dtype: given.dtype });
    return { ...values, [fieldName(option)]: own };
  }
  return values;
}

/** Flags that give several options at once, taken apart. */
function withParts(asked: ReadonlyMap<string, Asked>): Map<string, Asked> {
  return withDifferential(withGains(asked));
}

/** `--differential LAMBDA,init=0.2,norm=SRC,pairs=halves`: each part is an option of its own. */
function withDifferential(asked: Map<string, Asked>): Map<string, Asked> {
  const one = asked.get('differential');
  if (typeof one?.value !== 'string') return asked;
  const [lambda = '', ...parts] = one.value.split(/,(?=[a-z]+=)/);
  if (parts.length === 0) return asked;
  const wrong = one.kind === 'usage' ? usageError : dataError;
  const all = new Map(asked).set('differential', { ...one, value: lambda });
  const put = (name: string, value: string): void => {
    if (all.has(name))
      throw wrong({ code: 'part-given-twice', where: one.where, part: name.replace('differential-', '') });
    all.set(name, { ...one, value });
  };
  for (const part of parts) {
    const [key = '', value = ''] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)];
    const expected = ['init', 'norm', 'pairs'];
    if (!expected.includes(key)) throw wrong({ code: 'part-unknown', where: one.where, found: key, expected });
    const gain = key === 'norm' && !['rms', 'none'].includes(value);
    put(gain ? 'differential-gain' : `differential-${key}`, value);
  }
  return all;
}

/** The arrays of `--let`: read before the expressions that name them. */
async function arraysOf(given: Asked, load: Load, note: (text: string) => void, scoreMod: boolean) {
  const all = (await readAsked(optionNamed('let')!, given, load, note, undefined, scoreMod)) as NonNullable<
    Problem['let']
  >;
  return { ...namedArrays(all), all };
}

/** `--q-norm KIND:SRC` and `--q-norm SRC` give a kind and a gain; a gain alone is that of `--qk-norm`, else of rms. */
function withGains(asked: ReadonlyMap<string, Asked>): Map<string, Asked> {
  const all = new Map(asked);
  const both = asked.get('qk-norm');
  const shared = both && kindAndGain(optionNamed('qk-norm')!, both.value);
  all.delete('qk-norm');
  let used = !both;
  for (const name of ['q-norm', 'k-norm']) {
    const one = asked.get(name) ?? both;
    if (!one) continue;
    const own = kindAndGain(optionNamed(name)!, one.value);
    const open = own.gain !== undefined && own.named !== true; // a gain alone leaves the kind open
    used ||= one === both || open;
    const { kind, gain } = open && shared ? { kind: shared.kind, gain: own.gain } : own;
    all.set(name, { ...one, value: kind });
    if (gain !== undefined) all.set(`${name}-gain`, { ...one, value: gain });
  }
  if (!used) {
    const idle: IdleFact = { code: 'option-beside', where: both!.where, option: 'qk-norm', beside: 'q-norm' };
    throw new AttnError(both!.kind, idle);
  }
  return all;
}

function kindAndGain(option: Option, value: unknown): { kind: unknown; gain?: unknown; named?: true } {
  const kinds = option.kind === 'norm' ? option.choices : [];
  if (typeof value !== 'string') return isTensor(value) ? { kind: 'rms', gain: value } : { kind: value };
  const kind = kinds.find((known) => value === known || value.startsWith(`${known}:`));
  if (kind === undefined) return looksLikeSource(value) ? { kind: 'rms', gain: value } : { kind: value };
  return value === kind ? { kind } : { kind, gain: value.slice(kind.length + 1), named: true };
}

/** A literal, or a path with an ending, a folder or a name in it; a bare word is a kind that was mistyped. */
function looksLikeSource(text: string): boolean {
  return /^-$|[[.#/\\]/.test(text.trim());
}

/** The settings of a file that do not fit are wrong data, not a wrong call. */
function embedOr(kind: FaultKind, words: readonly string[], settings: EmbedSettings): Problem {
  try {
    return embed(words, settings);
  } catch (error) {
    throw error instanceof AttnError ? new AttnError(kind, error.faults) : error;
  }
}

/** What says how words become numbers, and nothing without words. A seed may stand beside the numbers that were made with it. */
export const EMBEDDING_OPTIONS: readonly Option[] = OPTION_LIST.filter(
  ({ group, name }) => group === 'Sentence' && name !== 'sentence' && name !== 'seed',
);

/** Tensors that attend to nothing by themselves. */
const OF_OTHERS = ['k', 'v', 'x_kv', 'wq', 'wk', 'wv', 'wo'];

/**
 * The ways to say what attends are alternatives; mixing them would leave one unread.
 *
 * @param kind whose fault it is when there is none
 */
function checkOneWay(values: Record<string, unknown>, kind: FaultKind): void {
  const wrong = kind === 'data' ? dataError : usageError;
  const ways = (['sentence', 'q', 'qkv', 'x', 'scores', 'attention-weights'] as const).filter(
    (way) => values[fieldName(way)] !== undefined,
  );
  if (ways.length > 1) throw usageError({ code: 'inputs-together', ways });
  if (ways.length === 0) {
    const names = OF_OTHERS.filter((key) => values[fieldName(key)] !== undefined).map(tensorTitle);
    const missing = /^[WX]/.test(names[0] ?? '') ? 'X' : 'Q';
    throw wrong(names.length > 0 ? { code: 'input-alone', names, missing } : { code: 'nothing-to-compute' });
  }
  const idle = EMBEDDING_OPTIONS.filter(({ field }) => values[field] !== undefined && values['sentence'] === undefined);
  if (idle.length > 0) {
    throw usageError({ code: 'options-without-sentence', options: idle.map(({ name }) => name) });
  }
}
