import type { ModelFacts } from '../../src/model/facts.js';
import type { Samples } from './samples.js';

/** Numbers and names for every code of downloaded models. */
export const MODEL: Samples<ModelFacts> = {
  'model-no-config': [{ folder: 'llama' }],
  'model-file-shrank': [{ bytes: 7 }],
  'model-file-unreadable': [{ reason: 'EIO' }],
  'model-file-too-large': [{ found: 1e12, most: 1e9 }],
  'model-json': [{ reason: 'Unexpected end of JSON input' }],
  'model-type-missing': [{ expected: ['gpt2', 'llama'] }],
  'model-type-unknown': [
    { found: 'lama', expected: ['gpt2', 'llama'], near: 'llama' },
    { found: 'zebra', expected: ['gpt2', 'llama'] },
  ],
  'model-config-number': [
    { key: 'hidden_size', found: '', least: 1, most: 65536 },
    { key: 'hidden_size', found: '"eight"', least: 1, most: 65536 },
  ],
  'model-no-weights': [{ folder: 'llama', expected: ['model.safetensors'] }],
  'model-index-empty': [{}],
  'model-shard-name': [{ found: '../model.safetensors' }],
  'model-shard-missing': [{ shard: 'model-00002-of-00002.safetensors' }],
  'model-shards-count': [{ found: 9000, most: 1000 }],
  'model-index-tensor': [{ name: 'wte.weight', shard: 'model.safetensors' }],
  'model-tensor-missing': [{ name: 'wte.weight' }],
  'model-part-missing': [{ role: 'embedding' }, { role: 'embedding', layer: 3 }],
  'model-activation-unknown': [{ found: 'swish2', expected: ['gelu', 'silu'] }],
  'model-tensor-shape': [{ name: 'wte.weight', found: [2, 3], expected: [3, 2] }],
  'model-tensor-type': [{ name: 'wte.weight', found: 'I8', expected: ['F32', 'BF16'] }],
  'model-layers-count': [{ found: 2, expected: 3 }],
  'model-layers-missing': [{}],
  'model-token-id': [{ found: '99999', vocabulary: 50257 }],
  'model-input-shape': [{ found: [2, 3], expected: [2, 4] }],
  'model-too-long': [{ found: 2000, most: 1024 }],
  'model-no-tokens': [{}],
};
