import type { ReadFacts } from '../../read/facts.js';
import type { Sentences } from '../sentence.js';

export const read: Sentences<ReadFacts> = {
  'sentence-too-long': ({ found, most }) => ({
    what: `câu có ${found} ký tự; chỉ đọc nhiều nhất ${most}`,
    fix: 'đưa một câu, không phải cả cuốn sách',
  }),
  'delimiter-unknown': ({ found }, { option }) =>
    `${option('delimiter')}: cần comma, semicolon, tab hoặc blank, thấy "${found}"`,
  'delimiter-is-decimal-sign': (_, { option }) => ({
    what: 'dấu phẩy không thể vừa là dấu thập phân vừa là dấu phân cách',
    fix: option('delimiter', '";"'),
  }),
  'stdin-not-here': () => ({ what: 'ở đây không đọc được stdin', fix: 'chỉ định một tệp' }),
  'source-empty': () => ({
    what: 'cần một tệp hoặc ma trận viết trực tiếp, không thấy gì',
    fix: "'[1 0; 0 1]', hoặc một đường dẫn",
  }),
  'is-folder': () => ({ what: 'là thư mục; cần một tệp', fix: 'chỉ định một tệp trong đó' }),
  'file-shrank': ({ bytes }) => ({
    what: `bị ngắn đi trong khi đọc: kết thúc ở byte ${bytes}`,
    fix: 'thử lại khi tệp đã ghi xong',
  }),
  'file-too-large': ({ most }) => ({
    what: `chứa nhiều hơn ${most} byte, mức tối đa đọc được`,
    fix: 'chia thành các tệp nhỏ hơn',
  }),
  'permission-denied': () => ({
    what: 'không được phép đọc: không đủ quyền truy cập',
    fix: 'đổi quyền truy cập của tệp, hoặc sao chép tệp',
  }),
  'file-name-too-long': () => ({
    what: 'không tệp nào có tên dài như vậy',
    fix: 'ma trận viết trực tiếp bắt đầu bằng [',
  }),
  'file-name-nul': () => 'tên tệp không thể chứa ký tự NUL',
  'file-unreadable': ({ reason }) => `không đọc được: ${reason}`,
  'no-such-folder': ({ folder }) => `không có tệp này: không có thư mục ${folder}`,
  'no-such-file': ({ near }) => ({
    what: 'không có tệp này',
    ...(near !== undefined && { fix: `có phải ý bạn là ${near}?` }),
  }),
};
