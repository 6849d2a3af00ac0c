import type { ExplainFacts } from '../../explain/facts.js';
import type { Sentences } from '../sentence.js';

/** Số từ nhiều nhất được liệt kê trong một lỗi. */
const LISTED = 20;
/** Số vị trí nhiều nhất được liệt kê của một từ xuất hiện nhiều lần. */
const PLACES = 6;

const PARTS = { token: 'từ', head: 'đầu chú ý', 'batch-item': 'mục của lô' } as const;
const OPTIONS = { token: 'token', head: 'head', 'batch-item': 'batch' } as const;

export const explain: Sentences<ExplainFacts> = {
  'lesson-without-values': (_, { option }) => ({
    what: 'bài học kết thúc ở những gì các giá trị mang lại, mà ở đây không có giá trị nào',
    fix: `đưa thêm: ${option('v')} V`,
  }),
  'lesson-of-nothing': ({ part, found, count }, { option }) => ({
    what: `không có ${PARTS[part]} thứ ${found}`,
    fix:
      count === 0
        ? `hoàn toàn không có ${PARTS[part]} nào`
        : count === 1
          ? `chỉ có một ${PARTS[part]}: hãy bỏ ${option(OPTIONS[part])}`
          : `${option(OPTIONS[part])} nhận từ 1 đến ${count}`,
  }),
  'worksheet-words': ({ found, expected: { least, most } }, { option }) => ({
    what: `phiếu bài tập có từ ${least} đến ${most} từ, tìm thấy ${found}`,
    fix: `ví dụ ${option('size', '3x4')}: 3 từ, d_k 4`,
  }),
  'worksheet-size': ({ found, expected }, { option }) => ({
    what: `d_k của phiếu bài tập là ${expected.slice(0, -1).join(', ')} hoặc ${expected.at(-1)!}, tìm thấy ${found}`,
    fix: `√d_k là số nguyên thì dễ tính hơn: ${option('size', '3x4')}`,
  }),
  'unknown-token': ({ found, words, near }) => {
    const text = words.join(' ');
    const listed =
      words.length > LISTED
        ? `${words.slice(0, LISTED).join(', ')} và ${words.length - LISTED} từ nữa`
        : words.join(', ');
    return {
      what: /^\d+$/.test(found)
        ? `không có từ số ${found}: chỉ có ${words.length} từ`
        : `không có từ '${found}'${text.length <= 60 ? ` trong "${text}"` : ''}`,
      ...(near !== undefined
        ? { detail: `các từ: ${listed}`, fix: `ý bạn là '${near}'?` }
        : { fix: `các từ là: ${listed}` }),
    };
  },
  'token-repeated': ({ found, places, option }, naming) => {
    const names = places.map(({ word, number }, nth) => `${word}#${nth + 1} (từ số ${number})`);
    const listed = names.length > PLACES ? [...names.slice(0, PLACES), `${names.length - PLACES} chỗ nữa`] : names;
    const text = `'${found}' xuất hiện ${places.length} lần; đã lấy chỗ đầu tiên. Hãy chọn bằng ${listed.join(', ')}`;
    return option === undefined ? text : `${naming.option(option)}: ${text}`;
  },
};
