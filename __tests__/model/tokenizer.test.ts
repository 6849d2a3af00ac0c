import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byteLetters, openTokenizer, tokenizerFrom } from '../../src/model/tokenizer.js';
import { bertTokenizer, byteLevelTokenizer } from '../../src/model/tokenizer-files.js';
import { MODELS, whenInstalled } from '../when-installed.js';

type Settings = Record<string, unknown>;

const json = (path: string): unknown => JSON.parse(readFileSync(join(MODELS!, path), 'utf8'));

whenInstalled('models').describe('tokenizers', () => {
  it.each(['gpt2.json', 'bert.json', 'unigram.json'])(
    '%s splits every sample as the Python library does',
    async (name) => {
      const samples = json('tokenizers/samples.json') as string[];
      const ids = (json('tokenizers/ids.json') as Record<string, number[][]>)[name]!;
      const tokenizer = await tokenizerFrom(json(`tokenizers/${name}`) as Settings, {}, name);
      expect(samples.map((text) => tokenizer.encode(text).map(({ id }) => id))).toEqual(ids);
    },
  );

  it('vocab.json with merges.txt is the same tokenizer as tokenizer.json', async () => {
    const samples = json('tokenizers/samples.json') as string[];
    const ids = (json('tokenizers/ids.json') as Record<string, number[][]>)['gpt2.json'];
    const { model } = json('tokenizers/gpt2.json') as { model: { vocab: Settings; merges: (string | string[])[] } };
    const merges = model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')));
    const built = byteLevelTokenizer(model.vocab, `#version: 0.2\n${merges.join('\n')}\n`, {});
    const tokenizer = await tokenizerFrom(built, {}, 'vocab.json');
    expect(samples.map((text) => tokenizer.encode(text).map(({ id }) => id))).toEqual(ids);
  });

  it('vocab.txt is the same tokenizer as tokenizer.json', async () => {
    const samples = json('tokenizers/samples.json') as string[];
    const ids = (json('tokenizers/ids.json') as Record<string, number[][]>)['bert.json'];
    const given = json('tokenizers/bert.json') as { model: { vocab: Record<string, number> }; normalizer: Settings };
    const lines = Object.entries(given.model.vocab).sort(([, a], [, b]) => a - b);
    const built = bertTokenizer(lines.map(([token]) => `${token}\n`).join(''), {
      do_lower_case: given.normalizer['lowercase'],
      strip_accents: given.normalizer['strip_accents'],
    });
    const tokenizer = await tokenizerFrom(built, {}, 'vocab.txt');
    expect(samples.map((text) => tokenizer.encode(text).map(({ id }) => id))).toEqual(ids);
  });

  it('shows pieces as readable text, and knows where words begin', async () => {
    const tokenizer = await openTokenizer(join(MODELS!, 'stories260K'));
    const pieces = tokenizer.encode('Lily saw it.');
    expect(pieces[0]).toMatchObject({ label: '<s>', special: true });
    const words = pieces.filter(({ starts, special }) => starts && !special);
    expect(words.length).toBe(3);
    expect(tokenizer.text(pieces.map(({ id }) => id))).toBe('Lily saw it.');
  });
});

it('every byte has a letter of its own, and a printable one keeps it', () => {
  const letters = byteLetters();
  expect(new Set(letters).size).toBe(256);
  expect(letters[0x41]).toBe('A');
  expect(letters[0x20]).toBe('Ġ');
});
