import { shapeText } from '../../core/index.js';
import type { ModelFacts } from '../../model/facts.js';
import { grouped } from '../numbers.js';
import { fileSizeText } from '../size.js';
import type { Sentences } from '../sentence.js';

const AGAIN = 'download the model again';

export const model: Sentences<ModelFacts> = {
  'model-no-config': () => ({
    what: 'holds no config.json',
    fix: 'give the folder of a model as Hugging Face lays it out: config.json, tokenizer.json, model.safetensors',
  }),
  'model-file-shrank': ({ bytes }) => ({ what: `ends at byte ${bytes}: it became shorter`, fix: AGAIN }),
  'model-file-unreadable': ({ reason }) => `cannot be read: ${reason}`,
  'model-file-too-large': ({ found, most }) =>
    `takes ${fileSizeText(found)}; at most ${fileSizeText(most)} are read of such a file`,
  'model-json': ({ reason }) => ({ what: `is no JSON object: ${reason}`, fix: AGAIN }),
  'model-type-missing': ({ expected }) => ({
    what: 'does not say a model_type',
    fix: `known are ${expected.join(', ')}`,
  }),
  'model-type-unknown': ({ found, expected, near }) => ({
    what: `model_type "${found}" is not known here`,
    fix:
      near === undefined
        ? `known are ${expected.join(', ')}`
        : `did you mean ${near}? Known are ${expected.join(', ')}`,
  }),
  'model-config-number': ({ key, found, least, most }) =>
    found === ''
      ? `${key} is missing: a whole number from ${least} to ${grouped(most)}`
      : `${key}: expected a whole number from ${least} to ${grouped(most)}, found ${found}`,
  'model-no-weights': ({ expected }) => ({
    what: `holds no weights: ${expected.join(', ')}`,
    fix: 'download them beside config.json',
  }),
  'model-index-empty': () => ({ what: 'has no weight_map', fix: AGAIN }),
  'model-shard-name': ({ found }) => ({
    what: `${found} is no name of a file in this folder`,
    fix: 'an index names files such as model-00001-of-00002.safetensors',
  }),
  'model-shard-missing': ({ shard }) => ({ what: `${shard} is not in this folder`, fix: 'download it too' }),
  'model-shards-count': ({ found, most }) => `names ${grouped(found)} files; at most ${grouped(most)} are read`,
  'model-index-tensor': ({ name }) => ({
    what: `the index says that it holds ${name}; it does not`,
    fix: AGAIN,
  }),
  'model-tensor-missing': ({ name }) => ({ what: `the weights have no ${name}`, fix: AGAIN }),
  'model-part-missing': ({ role, layer }) => ({
    what:
      layer === undefined
        ? `no tensor of the weights is the ${role} of the model`
        : `no tensor of layer ${layer} is its ${role}`,
    fix: 'config.json and the weights must be of the same model',
  }),
  'model-tensor-shape': ({ name, found, expected }) => ({
    what: `${name} is ${shapeText(found)}; config.json says ${shapeText(expected)}`,
    fix: 'config.json and the weights must be of the same model',
  }),
  'model-tensor-type': ({ name, found, expected }) => ({
    what: `${name} has the type ${found}; ${expected.join(', ')} are read`,
    fix: 'take the weights in one of these types',
  }),
  'model-activation-unknown': ({ found, expected }) =>
    `the activation "${found}" is not known here; known are ${expected.join(', ')}`,
  'model-layers-count': ({ found, expected }) => ({
    what: `the weights have ${found} layers, config.json says ${expected}`,
    fix: 'config.json and the weights must be of the same model',
  }),
  'model-layers-missing': () => ({
    what: 'the names of the weights show no layers',
    fix: 'config.json and the weights must be of the same model',
  }),
  'model-token-id': ({ found, vocabulary }) =>
    `there is no token ${found}: the vocabulary has ${grouped(vocabulary)}, counted from 0`,
  'model-input-shape': ({ found, expected }) =>
    `the input is ${shapeText(found)}; the model takes ${shapeText(expected)}`,
  'model-too-long': ({ found, most }) => ({
    what: `${grouped(found)} tokens; the model has positions for ${grouped(most)}`,
    fix: 'give a shorter text',
  }),
  'model-no-tokens': () => ({ what: 'the text has no tokens', fix: 'give at least one word' }),
  'model-text-missing': (_, { option }) => ({
    what: 'no text',
    fix: `give one: ${option('text', '"The animal slept because it was tired"')}`,
  }),
  'model-image-missing': (_, { option }) => ({
    what: 'this model takes an image: (channels, height, width)',
    fix: option('input', 'image.npy'),
  }),
  'model-no-decoder': () => 'this model has no decoder beside an encoder',
  'model-ids-syntax': ({ found }) => ({
    what: found === '' ? 'no token' : `expected the number of a token, found "${found}"`,
    fix: '"464 5044 1422"',
  }),
  'model-texts-line': ({ found }) => ({
    what: `expected a text in JSON, or an object with one as "text", found ${found}`,
    fix: '{"text": "The animal slept"}',
  }),
  'model-without': ({ found, layers, heads }) =>
    `"${found}" is no head: L1H1 to L${layers}H${heads}, several with commas`,
  'model-map-format': ({ found }, { option }) => ({
    what: `the map of the heads is a text or JSON; ${found} needs a layer`,
    fix: option('layer', 1),
  }),
  'model-logits-format': ({ found }) => `logits are written as npy or json, not ${found}`,
  'model-logits-one': () => 'logits are those of one text',
  'model-no-logits': () => 'this model has no output over a vocabulary',
  'model-rollout-cross': () => 'rollout is of self-attention: an encoder or a decoder',
  'model-rollout': () =>
    'rollout: half attention (mean of the heads), half residual, multiplied through the layers (Abnar and Zuidema 2020)',
  'model-over-heads': ({ how }) =>
    how === 'mean' ? 'the mean of all heads' : 'the largest weight of all heads; rows no longer sum to 1',
  'model-special-hidden': () => 'special tokens are left out; each row is divided by what is left of it',
  'model-first-hidden': () => 'the first token is left out; each row is divided by what is left of it',
  'model-words-merged': () => 'pieces are merged into words: the sum over keys, the mean over queries',
  'model-gguf-damaged': ({ byte }) => ({
    what: `is no GGUF file, or a damaged one: byte ${byte} says what cannot be`,
    fix: AGAIN,
  }),
  'model-no-tokenizer': ({ expected }, { option }) => ({
    what: `holds no tokenizer: ${expected.join(', ')}`,
    fix: `download it beside config.json, or give tokens by number: ${option('token-ids', '"464 5044"')}`,
  }),
  'model-tokenizer-sentencepiece': (_, { option }) => ({
    what: 'is a SentencePiece model, which is not read',
    fix: `download tokenizer.json, which most models have beside it, or give tokens by number: ${option('token-ids', '"1 2 3"')}`,
  }),
  'model-tokenizer-unreadable': ({ reason }) => ({ what: `is no tokenizer that can be used: ${reason}`, fix: AGAIN }),
};
