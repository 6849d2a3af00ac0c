import type { PrintedBy, ReadFacts } from '../../read/facts.js';
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
  'let-form': ({ found }, { option }) => ({
    what: `cần TÊN=NGUỒN, nhưng gặp "${found}"`,
    fix: `ví dụ ${option('let', 'table=rel.npy')}; tên gồm chữ cái, chữ số và _`,
  }),
  'let-name-taken': ({ name }) => ({
    what: `${name} đã có nghĩa sẵn trong biểu thức`,
    fix: `chọn tên khác: ${name}_table`,
  }),
  'let-name-twice': ({ name }) => ({ what: `${name} được cho hai lần`, fix: 'chọn tên khác cho một trong hai' }),
  'let-unused': ({ names }, { option }) => ({
    what: `không biểu thức nào nhắc tới ${names.join(', ')}`,
    fix: `viết ${names[0]}[…] trong ${option('bias')}, ${option('mask')}, ${option('score-mod')} hoặc ${option('scale')}, hoặc bỏ ${option('let')}`,
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
  'printed-elided': ({ found, program }) => ({
    what: `bản in này đã lược bớt giá trị (${found})`,
    fix: `in đầy đủ: ${WHOLE[program]}`,
  }),
  'printed-code': ({ found }) => ({
    what: `đây là mã lệnh, và không có gì được chạy: ${found}`,
    fix: 'dán các số mà nó in ra',
  }),
  'printed-no-values': ({ found }) => ({
    what: `không có số nào trong ${found}`,
    fix: 'in các giá trị ra, ví dụ bằng .numpy()',
  }),
  'printed-not-closed': ({ found }) => ({
    what: `dấu ${found} mở ở đây không bao giờ được đóng`,
    fix: 'sao chép bản in đến hết',
  }),
  'printed-unexpected': ({ found }) => `thấy ${found} ở chỗ cần một số`,
  'printed-mixed-separators': () => ({
    what: 'có ô cách nhau bằng dấu phẩy, có ô bằng khoảng trắng',
    fix: 'đặt dấu phẩy giữa mọi ô, hoặc không đặt ở đâu cả',
  }),
  'printed-mixed-depth': () => ({
    what: 'một số đứng cạnh một danh sách số',
    fix: 'lồng mọi hàng sâu như nhau',
  }),
  'printed-row-length': ({ row, found, expected }) => ({
    what: `hàng ${row} có ${found} ô, các hàng trước có ${expected}`,
    fix: 'làm cho mọi hàng dài bằng nhau',
  }),
  'printed-axes': ({ found, most }) => ({
    what: `thấy ${found} trục; nhiều nhất là ${most}: (batch, heads, length, size)`,
    fix: 'đưa một phần của nó',
  }),
  'printed-empty': () => 'cần số, không thấy số nào',
};

/** Cách mỗi chương trình in mọi giá trị. */
const WHOLE: Readonly<Record<PrintedBy, string>> = {
  numpy: 'np.set_printoptions(threshold=sys.maxsize)',
  torch: 'torch.set_printoptions(profile="full")',
  tensorflow: 'np.set_printoptions(threshold=sys.maxsize), print(x.numpy())',
  jax: 'np.set_printoptions(threshold=sys.maxsize)',
  julia: 'show(stdout, "text/plain", x)',
  r: 'options(max.print = 1e9)',
  pandas: 'print(df.to_csv())',
  latex: 'viết mọi ô',
  any: 'np.set_printoptions(threshold=sys.maxsize) hoặc torch.set_printoptions(profile="full")',
};
