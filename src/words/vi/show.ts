import { grouped } from '../numbers.js';
import type { ShowFacts } from '../../show/facts.js';
import type { Sentences } from '../sentence.js';

export const show: Sentences<ShowFacts> = {
  'package-not-installed': ({ name }) => ({
    what: `ảnh PNG và trang PDF cần gói ${name}, mà gói này chưa được cài cạnh attn`,
    fix: 'cài lại attn bằng npm, hoặc ghi .svg',
  }),
  'xlsx-too-large': ({ found, most }) => ({
    what: `${grouped(found)} ô là quá nhiều cho một bảng tính: nhiều nhất ${grouped(most)}`,
    fix: 'ghi .npz hoặc .json, hoặc dùng ít từ hơn',
  }),
  'npy-holds-one-array': (_, { option }) => ({
    what: 'một tệp .npy chứa một mảng',
    fix: `thêm ${option('only', 'output')} (hoặc một bước khác), hoặc ghi ra .npz`,
  }),
  'array-not-computed': ({ found, expected }) => ({
    what: `phép tính này không có bước "${found}"`,
    fix: `nó có ${expected.join(', ')}`,
  }),
  'stage-not-computed': ({ found, expected }) => ({
    what: `không có bước '${found}' trong phép tính này`,
    detail: `nó có ${expected.join(', ')}`,
    fix: 'hãy nêu một trong các bước này, hoặc thêm tùy chọn tạo ra nó',
  }),
  'no-such-matrix': ({ heads, batch }) => ({
    what: 'không có đầu chú ý hay mục nào của lô như vậy',
    fix: `hãy chọn trong ${heads} đầu chú ý và ${batch} mục của lô`,
  }),
};
