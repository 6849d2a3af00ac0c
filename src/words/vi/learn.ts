import type { LearnFacts } from '../../learn/facts.js';
import type { Sentences } from '../sentence.js';

const REMAKE = 'hãy tạo tệp bằng: attn train -o weights.safetensors';

export const learn: Sentences<LearnFacts> = {
  'model-unknown': ({ found, expected }) => ({
    what: `không chứa mô hình đã huấn luyện: siêu dữ liệu ghi schema "${found}", cần "${expected}"`,
    fix: REMAKE,
  }),
  'model-words-missing': () => ({ what: 'siêu dữ liệu của nó không có danh sách từ', fix: REMAKE }),
  'model-sizes-invalid': ({ layers, heads, dim }) => ({
    what: `kích thước của nó vô lý: ${layers} lớp, ${heads} đầu chú ý, mỗi từ ${dim} số`,
    fix: REMAKE,
  }),
  'model-shape': ({ found, expected }) =>
    `cần ${expected}, ${found === undefined ? 'không tìm thấy' : `tìm thấy ${found}`}`,

  'no-such-layer': ({ found, count }) => ({
    what: `không có lớp ${found}: chỉ có ${count} lớp`,
    fix: `hãy chọn từ 1 đến ${count}`,
  }),
  'sentence-without-words': ({ known }) => ({
    what: 'không có từ nào trong câu',
    fix: `mô hình biết ${known.join(', ')} …`,
  }),
  'word-not-in-model': ({ found, near, sample, count }, { option }) => ({
    what: `mô hình chưa từng thấy từ '${found}'`,
    fix:
      near === undefined
        ? `nó biết ${count} từ: ${[...sample, ...(count > sample.length ? ['…'] : [])].join(', ')}; hoặc huấn luyện với câu của bạn bằng ${option('data')}`
        : `từ gần nhất mà nó biết là '${near}'`,
  }),
  'sentence-beyond-training': ({ found, expected: { most } }) => ({
    what: `có ${found} từ; mô hình biết ${most} vị trí`,
    fix: 'hãy cho một câu ngắn hơn',
  }),
  'marks-left-out': ({ marks }) => `bỏ qua, vì mô hình không được huấn luyện với: ${marks.join(' ')}`,

  'no-examples': () => 'không có ví dụ nào để học',
  'dim-no-multiple-of-heads': ({ dim, heads }) => `dim ${dim} không phải bội số của heads ${heads}`,
  'no-sentences': ({ fields }) => ({
    what: 'không chứa câu nào',
    fix: `hãy cho ít nhất một hàng có ${fields.join(', ')}`,
  }),
  'sentences-not-a-list': ({ pattern }) => ({
    what: 'cần một danh sách câu, tìm thấy một giá trị',
    fix: `[${pattern}]`,
  }),
  'sentence-not-an-object': ({ number, pattern }) => ({
    what: `câu ${number} không phải là một đối tượng`,
    fix: pattern,
  }),
  'column-twice': ({ name }) => ({ what: `hai cột cùng tên "${name}"`, fix: 'chỉ giữ lại một cột' }),
  'data-columns-missing': ({ missing, found, expected, near }) => ({
    what: `dòng tiêu đề không có cột ${missing.join(', ')}`,
    detail: `tìm thấy: ${found.join(', ')}`,
    fix: near === undefined ? `dòng đầu tiên phải là: ${expected.join(',')}` : `có phải là '${near}' không?`,
  }),
  'unknown-field': ({ found, expected }) => ({
    what: `không biết trường "${found}"`,
    fix: `các trường là ${expected.join(', ')}`,
  }),
  'field-missing': ({ field }) => `thiếu "${field}"`,
  'field-not-text': ({ field, found }) => `"${field}" không phải là văn bản: ${found}`,
  'split-unknown': ({ found, expected }) => `cần ${expected.join(' hoặc ')}, tìm thấy ${found}`,
  'word-not-in-sentence': ({ found, sentence, near, several }) => ({
    what: `'${found}' không có trong câu`,
    detail: sentence,
    fix: several
      ? 'hãy nêu một từ của câu'
      : near === undefined
        ? 'hãy nêu một từ đúng như trong câu'
        : `ý bạn là '${near}'?`,
  }),
  'word-several-times': ({ word, count, sentence }) => ({
    what: `'${word}' xuất hiện ${count} lần trong câu`,
    detail: sentence,
    fix: `hãy nói rõ: ${word}#1 đến ${word}#${count}`,
  }),
  'word-refers-to-itself': ({ word, sentence }) => ({ what: `'${word}' không thể chỉ tới chính nó`, detail: sentence }),
};
