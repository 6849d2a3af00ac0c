import { readFile, stat } from 'node:fs/promises';
import { readDocument } from '../read/index.js';
import {
  modelDataError,
  modelUsageError,
  numberIn,
  type OpenedModel,
  type Model,
  type ModelInput,
  type Piece,
  type Tokenizer,
} from '../model/index.js';
import { usageError } from './facts.js';

/** What the flags say about the input. */
export interface InputWays {
  readonly text?: string | undefined;
  readonly textPair?: string | undefined;
  readonly tokenIds?: string | undefined;
  readonly texts?: string | undefined;
  readonly tensor?: string | undefined;
  readonly decoderText?: string | undefined;
  readonly decoderIds?: string | undefined;
}

/** A text as the model takes it. */
export interface AskedText {
  readonly text?: string;
  readonly pieces: readonly Piece[];
  /** What the decoder beside an encoder has said. */
  readonly decoderPieces?: readonly Piece[];
  readonly input: ModelInput;
}

const LONGEST_TEXTS = 100_000_000;

/**
 * The texts that the model is to read, as tokens.
 *
 * @throws AttnError when there is no input or two, or the model has no tokenizer that can be read
 */
export async function textsFor(
  model: OpenedModel,
  ways: InputWays,
): Promise<{ asked: readonly AskedText[]; tokenizer: Tokenizer | undefined }> {
  const given = (['text', 'tokenIds', 'texts', 'tensor'] as const).filter((way) => ways[way] !== undefined);
  const names = { text: 'text', tokenIds: 'token-ids', texts: 'texts', tensor: 'input' } as const;
  if (given.length > 1) throw usageError({ code: 'given-together', options: [names[given[0]!], names[given[1]!]] });
  const image = model.config.family.kind === 'image';
  const [way] = given;
  if (way === undefined) throw modelUsageError({ code: image ? 'model-image-missing' : 'model-text-missing' });
  // Numbers have names only if there is a tokenizer; it is no fault if there is none.
  const tokenizer =
    way === 'tensor' && ways.decoderText === undefined && ways.decoderIds === undefined
      ? undefined
      : await model.tokenizer().catch((error: unknown) => {
          if (way === 'text' || way === 'texts' || ways.decoderText !== undefined) throw error;
          return undefined;
        });
  const pieces = (ids: readonly number[]): readonly Piece[] =>
    tokenizer?.pieces(ids) ??
    ids.map((id, at) => ({ id, label: String(id), starts: true, special: false, type: 0, at }));
  const decoder = decoderOf(model, ways, tokenizer, pieces);
  const one = (all: readonly Piece[], text?: string): AskedText => ({
    ...(text !== undefined && { text }),
    pieces: all,
    ...(decoder && { decoderPieces: decoder }),
    input: {
      ids: all.map(({ id }) => id),
      types: all.map(({ type }) => type),
      ...(decoder && { decoderIds: decoder.map(({ id }) => id) }),
    },
  });
  switch (way) {
    case 'text':
      return { asked: [one(tokenizer!.encode(ways.text!, ways.textPair), ways.text)], tokenizer };
    case 'texts':
      return { asked: (await textsIn(ways.texts!)).map((text) => one(tokenizer!.encode(text), text)), tokenizer };
    case 'tokenIds':
      return { asked: [one(pieces(idsOf(ways.tokenIds!, '--token-ids')))], tokenizer };
    case 'tensor': {
      const { tensors } = await readDocument(ways.tensor!, { flag: '--input', subject: 'the input' });
      const tensor = tensors.size === 1 ? [...tensors.values()][0]! : tensors.get('input');
      if (!tensor) throw modelDataError({ code: 'model-image-missing', where: { source: ways.tensor! } });
      return {
        asked: [
          {
            pieces: [],
            ...(decoder && { decoderPieces: decoder }),
            input: { given: tensor, ...(decoder && { decoderIds: decoder.map(({ id }) => id) }) },
          },
        ],
        tokenizer,
      };
    }
  }
}

/** Without a word of its own a decoder begins with its start token. */
function decoderOf(
  { config: { family, all } }: Model,
  { decoderText, decoderIds }: InputWays,
  tokenizer: Tokenizer | undefined,
  pieces: (ids: readonly number[]) => readonly Piece[],
): readonly Piece[] | undefined {
  if (family.kind !== 'both') {
    const idle = decoderText === undefined ? decoderIds : decoderText;
    if (idle === undefined) return undefined;
    throw modelUsageError({ code: 'model-no-decoder', where: { source: '--decoder-text' } });
  }
  const start = numberIn(all, 'decoder_start_token_id', 'pad_token_id') ?? 0;
  if (decoderIds !== undefined) return pieces(idsOf(decoderIds, '--decoder-ids'));
  if (decoderText === undefined) return pieces([start]);
  const said = tokenizer!.encode(decoderText).filter(({ special }) => !special);
  return [...pieces([start]), ...said];
}

function idsOf(text: string, flag: string): number[] {
  const words = text.split(/[\s,[\]]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !/^\d{1,9}$/.test(word));
  if (wrong !== undefined || words.length === 0)
    throw modelUsageError({ code: 'model-ids-syntax', where: { source: flag }, found: wrong ?? '' });
  return words.map(Number);
}

/** A text a line: as JSON, a string or an object with `text`. */
async function textsIn(path: string): Promise<string[]> {
  const where = { source: path };
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw modelDataError({ code: 'model-file-unreadable', where, reason: error.message.replace(/,.*/, '') });
  });
  if (!status.isFile()) throw modelDataError({ code: 'model-file-unreadable', where, reason: 'no file' });
  if (status.size > LONGEST_TEXTS)
    throw modelDataError({ code: 'model-file-too-large', where, found: status.size, most: LONGEST_TEXTS });
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  const texts = lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      const text = typeof value === 'string' ? value : (value as { text?: unknown } | null)?.text;
      if (typeof text === 'string') return [text];
    } catch {
      // Said below, with its line.
    }
    throw modelDataError({ code: 'model-texts-line', where: { ...where, line: at + 1 }, found: line.slice(0, 40) });
  });
  if (texts.length === 0) throw modelDataError({ code: 'model-no-tokens', where });
  return texts;
}
