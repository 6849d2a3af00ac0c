import { join } from 'node:path';
import { dataError } from './facts.js';
import { isFile, readObject, readText } from './open-file.js';
import { bertTokenizer, byteLevelTokenizer } from './tokenizer-files.js';

/** One token of a text. */
export interface Piece {
  readonly id: number;
  /** As it is shown: without the mark of a space in front of it. */
  readonly label: string;
  /** The first piece of a word. */
  readonly starts: boolean;
  /** No part of the text: [CLS], <s>. */
  readonly special: boolean;
  /** 1 in a second text. */
  readonly type: number;
}

/** Texts to tokens and back. */
export interface Tokenizer {
  readonly encode: (text: string, pair?: string) => readonly Piece[];
  /** Pieces of tokens that were given by their number. */
  readonly pieces: (ids: readonly number[]) => readonly Piece[];
  readonly label: (id: number) => string;
  readonly text: (ids: readonly number[]) => string;
  /** The number of the token that stands for a gap. */
  readonly mask?: number;
}

/** The largest tokenizers of today take some 35 MB. */
const LONGEST = 150_000_000;

/** What is used of the package; its own declarations leave out the extensions of their imports, which NodeNext does not follow. */
interface Library {
  encode(
    text: string,
    options?: { text_pair?: string; return_token_type_ids?: boolean },
  ): { ids: number[]; token_type_ids: number[] };
  decode(ids: number[], options?: { skip_special_tokens?: boolean; clean_up_tokenization_spaces?: boolean }): string;
  token_to_id(token: string): number | undefined;
  id_to_token(id: number): string | undefined;
}

interface Package {
  readonly Tokenizer: new (tokenizer: object, config: object) => Library;
}

type Settings = Readonly<Record<string, unknown>>;

/**
 * The tokenizer in the folder of a model: tokenizer.json, or vocab.json with merges.txt (GPT-2), or vocab.txt (BERT).
 *
 * @throws AttnError when there is none that can be read
 */
export async function openTokenizer(folder: string): Promise<Tokenizer> {
  const path = (name: string): string => join(folder, name);
  const object = (name: string): Settings => (isFile(path(name)) ? readObject(path(name), LONGEST) : {});
  const config = object('tokenizer_config.json');
  if (isFile(path('tokenizer.json'))) return tokenizerFrom(object('tokenizer.json'), config, path('tokenizer.json'));
  if (isFile(path('vocab.json')) && isFile(path('merges.txt'))) {
    const merges = readText(path('merges.txt'), LONGEST);
    return tokenizerFrom(byteLevelTokenizer(object('vocab.json'), merges, config), config, path('vocab.json'));
  }
  if (isFile(path('vocab.txt')))
    return tokenizerFrom(bertTokenizer(readText(path('vocab.txt'), LONGEST), config), config, path('vocab.txt'));
  const sentencePiece = ['tokenizer.model', 'spiece.model', 'sentencepiece.bpe.model'].find((name) =>
    isFile(path(name)),
  );
  if (sentencePiece !== undefined)
    throw dataError({ code: 'model-tokenizer-sentencepiece', where: { source: path(sentencePiece) } });
  throw dataError({
    code: 'model-no-tokenizer',
    where: { source: folder },
    expected: ['tokenizer.json', 'vocab.json + merges.txt', 'vocab.txt'],
  });
}

/**
 * @param source the file, for errors
 * @throws AttnError when it is no tokenizer
 */
export async function tokenizerFrom(json: Settings, config: Settings, source: string): Promise<Tokenizer> {
  const { Tokenizer: Made } = (await import('@huggingface/tokenizers')) as unknown as Package;
  let library: Library;
  try {
    library = new Made(json, config);
  } catch (error) {
    throw dataError({ code: 'model-tokenizer-unreadable', where: { source }, reason: (error as Error).message });
  }
  const marks = marksOf(json);
  const specials = specialsOf(json, config);
  const written = (id: number): string => library.id_to_token(id) ?? `<${id}>`;
  const piece = (id: number, at: number, type: number): Piece => {
    const token = written(id);
    const special = specials.has(token);
    const { label, starts } = special ? { label: token, starts: true } : shown(token, marks);
    return { id, label, starts: starts || at === 0, special, type };
  };
  const mask = config['mask_token'];
  const maskText = typeof mask === 'string' ? mask : (mask as Settings | undefined)?.['content'];
  const maskId =
    library.token_to_id(typeof maskText === 'string' ? maskText : '[MASK]') ?? library.token_to_id('<mask>');
  return {
    encode: (text, pair) => {
      try {
        // Types of a lone text are all 0, and the library fails to find those of an empty one.
        if (pair === undefined) return library.encode(text).ids.map((id, at) => piece(id, at, 0));
        const found = library.encode(text, { text_pair: pair, return_token_type_ids: true });
        return found.ids.map((id, at) => piece(id, at, found.token_type_ids[at] ?? 0));
      } catch (error) {
        throw dataError({ code: 'model-tokenizer-unreadable', where: { source }, reason: (error as Error).message });
      }
    },
    pieces: (ids) => ids.map((id, at) => piece(id, at, 0)),
    label: (id) => piece(id, 1, 0).label,
    text: (ids) => library.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    ...(maskId !== undefined && { mask: maskId }),
  };
}

/** How a tokenizer marks where a word begins. */
type Marks = 'bytes' | 'blank' | 'continued' | 'none';

function marksOf(json: Settings): Marks {
  const { model, ...rest } = json;
  const around = JSON.stringify(rest);
  if (around.includes('"ByteLevel"')) return 'bytes';
  if (around.includes('"Metaspace"') || around.includes('▁')) return 'blank';
  return (model as Settings | undefined)?.['type'] === 'WordPiece' ? 'continued' : 'none';
}

function specialsOf(json: Settings, config: Settings): ReadonlySet<string> {
  const added = Array.isArray(json['added_tokens']) ? (json['added_tokens'] as Settings[]) : [];
  const named = Object.entries(config).flatMap(([key, value]) =>
    key.endsWith('_token') ? [typeof value === 'string' ? value : (value as Settings | null)?.['content']] : [],
  );
  return new Set(
    [...added.filter(({ special }) => special === true).map(({ content }) => content), ...named].filter(
      (text) => typeof text === 'string',
    ),
  );
}

function shown(token: string, marks: Marks): { label: string; starts: boolean } {
  if (marks === 'none') return { label: token, starts: true };
  if (marks === 'continued') return { label: token, starts: !token.startsWith('##') };
  const text = marks === 'bytes' ? fromBytes(token) : token.replaceAll('▁', ' ');
  const bare = text.replace(/^ /, '').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
  return { label: bare.trim() === '' ? bare.replaceAll(' ', '␣') || '␣' : bare, starts: /^\s/.test(text) };
}

let bytes: ReadonlyMap<string, number> | undefined;

/** GPT-2 writes every byte as a printable character: those that are none are moved to U+0100 and on. */
function fromBytes(token: string): string {
  bytes ??= new Map(byteLetters().map((letter, byte) => [letter, byte]));
  const found = [...token].map((letter) => bytes!.get(letter));
  if (found.some((byte) => byte === undefined)) return token;
  return Buffer.from(found as number[]).toString('utf8');
}

/** The character of each byte. */
export function byteLetters(): string[] {
  let moved = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : moved++);
  });
}
