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
