import { shapeText } from '../../core/index.js';
import type { ModelFacts } from '../../model/facts.js';
import { grouped } from '../numbers.js';
import { fileSizeText } from '../size.js';
import type { Sentences } from '../sentence.js';

const AGAIN = 'tải lại mô hình';
const SAME = 'config.json và các trọng số phải thuộc cùng một mô hình';

export const model: Sentences<ModelFacts> = {
  'model-no-config': () => ({
    what: 'không có tệp config.json',
    fix: 'chỉ thư mục của một mô hình theo cách sắp xếp của Hugging Face: config.json, tokenizer.json, model.safetensors',
  }),
  'model-file-shrank': ({ bytes }) => ({ what: `kết thúc ở byte ${bytes}: tệp đã ngắn lại`, fix: AGAIN }),
  'model-file-unreadable': ({ reason }) => `không đọc được: ${reason}`,
  'model-file-too-large': ({ found, most }) =>
    `có ${fileSizeText(found)}; loại tệp này chỉ đọc nhiều nhất ${fileSizeText(most)}`,
  'model-json': ({ reason }) => ({ what: `không phải một đối tượng JSON: ${reason}`, fix: AGAIN }),
  'model-type-missing': ({ expected }) => ({
    what: 'không ghi model_type',
    fix: `các loại được biết: ${expected.join(', ')}`,
  }),
  'model-type-unknown': ({ found, expected, near }) => ({
    what: `ở đây không biết model_type "${found}"`,
    fix: `${near === undefined ? '' : `có phải ý bạn là ${near}? `}Các loại được biết: ${expected.join(', ')}`,
  }),
  'model-config-number': ({ key, found, least, most }) =>
    found === ''
      ? `thiếu ${key}: một số nguyên từ ${least} đến ${grouped(most)}`
      : `${key}: cần một số nguyên từ ${least} đến ${grouped(most)}, gặp ${found}`,
  'model-no-weights': ({ expected }) => ({
    what: `không có trọng số: ${expected.join(', ')}`,
    fix: 'tải chúng về bên cạnh config.json',
  }),
  'model-index-empty': () => ({ what: 'không có weight_map', fix: AGAIN }),
  'model-shard-name': ({ found }) => ({
    what: `${found} không phải tên của một tệp trong thư mục này`,
    fix: 'chỉ mục ghi tên các tệp như model-00001-of-00002.safetensors',
  }),
  'model-shard-missing': ({ shard }) => ({ what: `thư mục này không có ${shard}`, fix: 'tải cả tệp đó' }),
  'model-shards-count': ({ found, most }) => `ghi tên ${grouped(found)} tệp; chỉ đọc nhiều nhất ${grouped(most)}`,
  'model-index-tensor': ({ name }) => ({ what: `chỉ mục ghi rằng tệp này chứa ${name}, nhưng không phải`, fix: AGAIN }),
  'model-tensor-missing': ({ name }) => ({ what: `các trọng số không có ${name}`, fix: AGAIN }),
  'model-part-missing': ({ role, layer }) => ({
    what:
      layer === undefined
        ? `không tensor nào trong các trọng số là ${role} của mô hình`
        : `không tensor nào của lớp ${layer} là ${role} của nó`,
    fix: SAME,
  }),
  'model-tensor-shape': ({ name, found, expected }) => ({
    what: `${name} có kích thước ${shapeText(found)}; theo config.json phải là ${shapeText(expected)}`,
    fix: SAME,
  }),
  'model-tensor-type': ({ name, found, expected }) => ({
    what: `${name} có kiểu ${found}; chỉ đọc được ${expected.join(', ')}`,
    fix: 'dùng trọng số ở một trong các kiểu đó',
  }),
  'model-activation-unknown': ({ found, expected }) =>
    `ở đây không biết hàm kích hoạt "${found}"; các hàm được biết: ${expected.join(', ')}`,
  'model-layers-count': ({ found, expected }) => ({
    what: `các trọng số có ${found} lớp, config.json ghi ${expected}`,
    fix: SAME,
  }),
  'model-layers-missing': () => ({ what: 'tên các trọng số không cho thấy lớp nào', fix: SAME }),
  'model-token-id': ({ found, vocabulary }) =>
    `không có token ${found}: từ vựng có ${grouped(vocabulary)} token, đếm từ 0`,
  'model-input-shape': ({ found, expected }) =>
    `đầu vào có kích thước ${shapeText(found)}; mô hình cần ${shapeText(expected)}`,
  'model-too-long': ({ found, most }) => ({
    what: `${grouped(found)} token; mô hình chỉ có ${grouped(most)} vị trí`,
    fix: 'đưa một văn bản ngắn hơn',
  }),
  'model-no-tokens': () => ({ what: 'văn bản không có token nào', fix: 'đưa ít nhất một từ' }),
  'model-text-missing': (_, { option }) => ({
    what: 'không có văn bản',
    fix: `đưa một câu: ${option('text', '"The animal slept because it was tired"')}`,
  }),
  'model-image-missing': (_, { option }) => ({
    what: 'mô hình này nhận một ảnh: (kênh, cao, rộng)',
    fix: option('input', 'image.npy'),
  }),
  'model-no-decoder': () => 'mô hình này không có decoder bên cạnh encoder',
  'model-ids-syntax': ({ found }) => ({
    what: found === '' ? 'không có token nào' : `cần số của một token, gặp "${found}"`,
    fix: '"464 5044 1422"',
  }),
  'model-texts-line': ({ found }) => ({
    what: `cần một văn bản JSON, hoặc một đối tượng có "text", gặp ${found}`,
    fix: '{"text": "The animal slept"}',
  }),
  'model-without': ({ found, layers, heads }) =>
    `"${found}" không phải một head: từ L1H1 đến L${layers}H${heads}, nhiều head cách nhau bằng dấu phẩy`,
  'model-map-format': ({ found }, { option }) => ({
    what: `bản đồ các head chỉ là văn bản hoặc JSON; ${found} cần một lớp`,
    fix: option('layer', 1),
  }),
  'model-logits-format': ({ found }) => `logit chỉ ghi được ở dạng npy hoặc json, không phải ${found}`,
  'model-logits-one': () => 'logit chỉ tính cho một văn bản',
  'model-no-logits': () => 'mô hình này không có đầu ra trên từ vựng',
  'model-rollout-cross': () => 'rollout chỉ dành cho self-attention: một encoder hoặc một decoder',
  'model-rollout': () =>
    'rollout: một nửa attention (trung bình các head), một nửa residual, nhân qua các lớp (Abnar và Zuidema 2020)',
  'model-over-heads': ({ how }) =>
    how === 'mean' ? 'trung bình của mọi head' : 'trọng số lớn nhất trong mọi head; tổng mỗi hàng không còn là 1',
  'model-special-hidden': () => 'bỏ các token đặc biệt; mỗi hàng được chia cho phần còn lại của nó',
  'model-first-hidden': () => 'bỏ token đầu tiên; mỗi hàng được chia cho phần còn lại của nó',
  'model-words-merged': () => 'các mảnh được gộp thành từ: tổng theo key, trung bình theo query',
  'model-gguf-damaged': ({ byte }) => ({
    what: `không phải tệp GGUF, hoặc đã hỏng: byte ${byte} ghi điều không thể có`,
    fix: AGAIN,
  }),
  'model-no-tokenizer': ({ expected }, { option }) => ({
    what: `không có bộ tách token: ${expected.join(', ')}`,
    fix: `tải nó về bên cạnh config.json, hoặc đưa token bằng số: ${option('token-ids', '"464 5044"')}`,
  }),
  'model-tokenizer-sentencepiece': (_, { option }) => ({
    what: 'là một mô hình SentencePiece, loại này không đọc được',
    fix: `tải tokenizer.json, tệp mà hầu hết mô hình đều có, hoặc đưa token bằng số: ${option('token-ids', '"1 2 3"')}`,
  }),
  'model-tokenizer-unreadable': ({ reason }) => ({
    what: `không phải bộ tách token dùng được: ${reason}`,
    fix: AGAIN,
  }),
};
