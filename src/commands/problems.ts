import { AttnError, type Fault, type Problem, shapeText } from '../core/index.js';
import {
  allAsked,
  type Asked,
  checkStdinOnce,
  type Document,
  EMBEDDING_OPTIONS,
  type Load,
  openSource,
  readConfig,
  type ReadContext,
  readDocument,
  readDocuments,
  readProblem,
  SAVED_LAYER,
  resultAsBundle,
  type Stdin,
} from '../read/index.js';
import { fact, usageError } from './facts.js';
import { withHfConfig } from './hf-layer.js';
import type { InputFlags } from './options.js';
import { wholeNumber } from './parse-flags.js';
import type { Io } from './io.js';
import type { Sayer } from './notes.js';
import { stdinOf } from './stdin.js';

/** The problems that the flags ask for, and the files they were read from. */
export interface Problems {
  readonly problems: readonly Problem[];
  readonly inputs: readonly string[];
}

/**
 * Flags → problems: one, or as many as `--config` holds. A flag overrides a bundle or a config.
 *
 * @throws AttnError with what is wrong with all of them
 */
export async function problemsOf(flags: InputFlags, io: Io, say: Sayer): Promise<Problems> {
  if (flags.hfConfig !== undefined && flags.weights !== undefined)
    throw usageError({ code: 'given-together', options: ['hf-config', 'weights'] });
  const said =
    flags.hfConfig === undefined ? flags.asked : await withHfConfig(flags.hfConfig, flags.layer, flags.asked, say);
  const input = flags.input;
  const config = flags.config;
  if (input !== undefined && config !== undefined)
    throw usageError({ code: 'given-together', options: ['input', 'config'] });
  checkStdinOnce(
    [...said]
      .map(([name, { value }]): [string, string] => [`--${name}`, String(value)])
      .concat(input === undefined ? [] : [['--input', input]], config === undefined ? [] : [['--config', config]]),
  );

  const stdin = stdinOf(io, say.note, flags.maxMemory);
  const inputs: string[] = [];
  const context = readContext(flags);
  const loaded = (spec: string, flag: string, documents: readonly Document[]): void => {
    inputs.push(spec.replace(/#[^#/]*$/, ''), spec);
    const source = spec === '-' ? '<stdin>' : spec.startsWith('[') ? flag : spec;
    say.detail(
      documents.length === 1
        ? fact('read-source', { source, holds: contents(documents[0]!) })
        : fact('read-problems', { source, count: documents.length }),
    );
  };
  const load: Load = async (spec, flag, title) => {
    const document = await readDocument(spec, { ...context, flag, subject: title, stdin });
    loaded(spec, flag, [document]);
    return document;
  };

  let asked: ReadonlyMap<string, Asked>[] = [new Map()];
  if (input !== undefined) {
    const name = input === '-' ? '<stdin>' : input;
    const held = await readDocuments(input, { ...context, flag: '--input', subject: 'the bundle', stdin });
    loaded(input, '--input', held);
    const documents = held.map((document) => resultAsBundle(document, name));
    documents.flatMap(({ notes }) => notes).forEach(say.note);
    asked = allAsked(documents, name);
  } else if (config !== undefined) {
    inputs.push(config);
    const { source } = await openSource(config, { flag: '--config', stdin });
    asked = await readConfig(source, context.inFormat);
    say.detail(fact('read-problems', { source: source.name, count: asked.length }));
  }
  const weights = flags.weights;
  const layer = flags.layer;
  const all = asked.map((one) => new Map<string, Asked>([...one, ...said]));
  if (weights === undefined) {
    const saved = all.filter((one) => one.has('scores') || one.has('attention-weights'));
    if (layer !== undefined && saved.length > 0) {
      const value = wholeNumber(layer, '--layer', 1, 2 ** 31);
      saved.forEach((one) => one.set(SAVED_LAYER, { value, where: '--layer', kind: 'usage' }));
    } else if (layer !== undefined && flags.hfConfig === undefined) throw usageError({ code: 'layer-without-weights' });
    return { problems: await allProblems(all, load, undefined), inputs };
  }
  inputs.push(weights);
  all.forEach(checkLearned);
  const layers = await learnedFrom(weights, stdin);
  const chosen =
    layer === 'all'
      ? layers
      : [layers[(layer === undefined ? layers.length : wholeNumber(layer, '--layer', 1, layers.length)) - 1]!];
  const problems = await allProblems(all, load, chosen);
  if (layer === undefined && layers.length > 1)
    say.note(fact('last-layer-shown', { layer: layers.length, of: layers.length }));
  return { problems, inputs };
}

/** The problem of one layer of a trained model for a sentence. */
type Learned = (sentence: string) => Problem;

/** `--weights`: turns sentences into problems with what `attn train` learned, one for each layer. */
async function learnedFrom(file: string, stdin: Stdin): Promise<readonly Learned[]> {
  const { source } = await openSource(file, { flag: '--weights', stdin });
  const { layersFromWeights } = await import('../learn/problem.js');
  return layersFromWeights(source);
}

/** @throws AttnError (usage) for an option that the weights already determine */
function checkLearned(asked: ReadonlyMap<string, Asked>): void {
  const settled = [...EMBEDDING_OPTIONS.map(({ name }) => name), 'heads', 'kv-heads', 'seed'].filter((name) =>
    asked.has(name),
  );
  if (settled.length > 0) throw usageError({ code: 'settled-by-weights', options: settled });
  if (!asked.has('sentence')) throw usageError({ code: 'weights-without-sentence' });
}

/** Every problem, or everything that is wrong with any of them, each thing once. */
async function allProblems(
  asked: readonly ReadonlyMap<string, Asked>[],
  load: Load,
  layers: readonly Learned[] | undefined,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const errors: AttnError[] = [];
  for (const one of asked) {
    try {
      for (const learned of layers ?? [undefined]) problems.push(await readProblem(one, load, learned));
    } catch (error) {
      if (!(error instanceof AttnError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length === 0) return problems;
  const faults = new Map<string, Fault>(
    errors.flatMap((error) => error.faults.map((fault) => [JSON.stringify(fault), fault])),
  );
  throw new AttnError(errors.some(({ kind }) => kind === 'usage') ? 'usage' : 'data', [...faults.values()]);
}

/** `q 4×4, k 4×4, tokens` */
function contents({ tensors, settings }: Document): string {
  const arrays = [...tensors].map(
    ([name, { shape, dtype }]) => `${name && `${name} `}${shapeText(shape)}${dtype === 'float64' ? '' : ` ${dtype}`}`,
  );
  return [...arrays, ...settings.keys()].join(', ');
}

function readContext(flags: InputFlags): ReadContext {
  const { decimal, delimiter, inFormat, maxMemory } = flags;
  const named = new Map([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['blank', ' '],
    ['space', ' '],
    ['\\t', '\t'],
  ]);
  return {
    ...(decimal && { decimal: decimal === 'comma' ? ',' : '.' }),
    ...(delimiter !== undefined && { delimiter: named.get(delimiter) ?? delimiter }),
    ...(inFormat !== undefined && { inFormat }),
    ...(maxMemory !== undefined && { memory: maxMemory }),
  };
}
