import type { FilesFacts } from '../../files/index.js';
import { grouped } from '../numbers.js';
import { closest } from '../closest.js';
import type { Naming, Sentences } from '../sentence.js';

const COPY_AGAIN = 'sao chép hoặc tải lại tệp';
const namesFormat = ({ option }: Naming): string => `${option('in-format')} chỉ định định dạng khác`;

const otherFormat = (naming: Naming): string => `đây có phải tệp .safetensors không? ${namesFormat(naming)}`;

const SAVE_TENSORS = 'trong Python, chỉ lưu các tensor: torch.save(model.state_dict(), "weights.pt")';
const PICKLED = { steps: 'lệnh', objects: 'đối tượng', kept: 'tham chiếu', values: 'giá trị' } as const;

const HOLDS = { complex: 'số phức', text: 'văn bản', dates: 'ngày tháng', 'time-spans': 'khoảng thời gian' } as const;

const before = (name: string | undefined): string => (name === undefined ? 'phần đầu tệp' : `"${name}"`);

export const files: Sentences<FilesFacts> = {
  'more-problems': ({ count, upTo }) => `và ${upTo ? 'tối đa ' : ''}${count} lỗi nữa`,

  'shape-axes': ({ found, most }) => ({
    what: `kích thước có ${found} trục`,
    fix: `dùng nhiều nhất ${most} trục; attention có từ 2 đến 4`,
  }),
  'shape-axis': ({ axis, found }) =>
    `trục ${axis} của kích thước là ${found}: độ dài phải là số nguyên từ 0 đến 2^53 − 1`,
  'shape-too-large': ({ shape }) => `kích thước ${shape} quá lớn, không thể có thật`,
  'too-many-numbers': ({ found, most }) => ({
    what: `chứa ${grouped(found)} số: mỗi đầu vào chỉ đọc nhiều nhất ${grouped(most)} số`,
    fix: 'đọc riêng một mảng (file#tên), hoặc một phần của nó',
  }),
  'no-such-tensor': ({ name, names }) => {
    const near = closest(name, names);
    return {
      what: `ở đây không có tensor '${name}'`,
      detail: names.length === 0 ? 'tệp không chứa tensor nào' : `tệp chứa ${firstOf(names)}`,
      ...(near !== undefined && { fix: `có phải ý bạn là #${near}?` }),
    };
  },
  'beyond-memory-limit': ({ found, most }, { option }) => ({
    what: `các số cần ${grouped(found)} byte bộ nhớ, ${option('max-memory')} chỉ cho phép ${grouped(most)}`,
    fix: 'đọc riêng một mảng (file#tên), hoặc cho phép nhiều hơn',
  }),
  'zip-packed-tight': ({ found, packed, most }, { option }) => ({
    what: `giải nén từ ${grouped(packed)} thành ${grouped(found)} byte: trên ${grouped(most)} byte chỉ giải nén tệp nén vừa phải`,
    fix: `${option('max-memory', '4GB')} cho phép, nếu bạn tin tệp này`,
  }),
  'file-has-no-names': ({ format, name }) => ({
    what:
      format === 'npy'
        ? `tệp .npy chỉ chứa một mảng, không có tên "${name}"`
        : `một bảng chỉ chứa một ma trận, không có tên "${name}"`,
    fix: `bỏ #${name}`,
  }),

  'npy-cannot-hold': ({ name, dtype }, { option }) => ({
    what: `${name} có kiểu ${dtype}, mà .npy và .npz không chứa được`,
    fix: `ghi .safetensors (-o out.safetensors), hoặc tính với ${option('dtype', 'float32')}`,
  }),
  'npz-too-large': () => ({
    what: 'tệp .npz sẽ lớn hơn 4 GiB hoặc chứa hơn 65.534 mảng',
    fix: 'ghi .safetensors',
  }),
  'safetensors-reserved-name': ({ name }) => ({
    what: `tensor không được mang tên ${name}`,
    fix: 'chọn tên khác',
  }),

  'npy-empty': () => ({ what: 'tệp rỗng', fix: 'np.save("q.npy", array) ghi ra tệp .npy' }),
  'npy-magic': ({ found }, naming) => ({
    what: `bắt đầu bằng các byte ${found}; tệp .npy bắt đầu bằng 93 4e 55 4d 50 59 (\\x93NUMPY)`,
    fix: `np.save("q.npy", array) ghi ra tệp .npy; ${namesFormat(naming)}`,
  }),
  'npy-version': ({ found }) => `là .npy phiên bản ${found}; chỉ đọc được các phiên bản 1.0, 2.0 và 3.0`,
  'npy-start-cut-off': ({ found, expected }) => `bị cắt cụt: có ${found} byte, riêng phần đầu đã bắt đầu ở ${expected}`,
  'npy-header-too-long': ({ found, most }) =>
    `phần đầu tệp ghi là dài ${grouped(found)} byte; chỉ đọc nhiều nhất ${grouped(most)}`,
  'npy-header-cut-off': ({ found, expected }) => `bị cắt cụt: phần đầu tệp dài ${expected} byte, chỉ có ${found}`,
  'npy-header-syntax': ({ found }) => ({
    what: `phần đầu tệp không phải một từ điển đơn giản: ${found}`,
    fix: "cần {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}",
  }),
  'npy-key-unknown': ({ key, expected }) => ({
    what: `phần đầu tệp có khóa lạ "${key}"`,
    fix: `các khóa là ${expected.join(', ')}`,
  }),
  'npy-key-repeated': ({ key, times }) => ({
    what: `phần đầu tệp có khóa "${key}" ${times} lần`,
    fix: 'chỉ giữ một',
  }),
  'npy-key-missing': ({ key }) => `phần đầu tệp thiếu khóa "${key}"`,
  'npy-fortran-order': ({ found }) => `"fortran_order" là ${found}: cần True hoặc False`,
  'npy-shape': ({ found }) => ({
    what: `"shape" là ${found}: cần các số nguyên trong ngoặc tròn`,
    fix: 'viết (3, 4), hoặc (3,) nếu chỉ có một trục',
  }),
  'npy-structured-type': () => ({
    what: '"descr" là một danh sách: mảng có cấu trúc gồm nhiều kiểu',
    fix: 'lưu một trường: np.save("q.npy", array["field"])',
  }),
  'npy-type-not-quoted': ({ found }) => ({
    what: `"descr" là ${found}: cần một kiểu trong dấu nháy`,
    fix: "viết '<f8'",
  }),
  'npy-type-pickle': ({ found }) => ({
    what: `"descr" là "${found}": đối tượng Python lưu dưới dạng pickle, mà pickle có thể chạy mã bất kỳ`,
    fix: 'lưu các số: np.save("q.npy", array.astype("float64"))',
  }),
  'npy-type-void': ({ found }) => ({
    what: `"descr" là "${found}": các byte không có ý nghĩa (NumPy lưu bfloat16 như vậy)`,
    fix: 'giữ bfloat16 trong .safetensors, hoặc lưu array.astype("float32")',
  }),
  'npy-type-unknown': ({ found, holds }) => ({
    what: `"descr" là "${found}": ${holds ? HOLDS[holds] : 'kiểu không đọc được'}; cần f2, f4, f8, i1…i8, u1…u8 hoặc b1`,
    fix: 'lưu array.astype("float64")',
  }),
  'npy-byte-order': ({ found, type }) => ({
    what: `"descr" là "${found}": không cho biết byte nào đứng trước`,
    fix: `viết "<${type}" (byte thấp trước) hoặc ">${type}"`,
  }),
  'npy-size': ({ found, expected, dtype, shape }) => {
    const sizes = `${dtype} kích thước (${shape.join(', ')}) cần ${expected} byte, thấy ${found}`;
    return found < expected
      ? { what: `bị cắt cụt: ${sizes}`, fix: COPY_AGAIN }
      : {
          what: `còn dữ liệu sau mảng: ${sizes}`,
          fix: 'đặt mỗi mảng vào một tệp riêng, hoặc tất cả vào .npz',
        };
  },

  'npz-pickle': () => ({
    what: 'là checkpoint của PyTorch: data.pkl trong đó là pickle, mà pickle có thể chạy mã bất kỳ',
    fix: 'trong Python: safetensors.torch.save_file(tensors, "file.safetensors")',
  }),
  'npz-member-type': ({ name }) => ({
    what: `thành phần "${name}" không phải tệp .npy; .npz không chứa gì khác`,
    fix: 'ghi bằng np.savez',
  }),

  'zip-no-end': () => ({
    what: 'không phải tệp zip, hoặc bị cắt cụt: thiếu thư mục ở cuối',
    fix: COPY_AGAIN,
  }),
  'zip-trailing-bytes': ({ bytes }) => ({
    what: `có ${bytes} byte sau phần kết của tệp nén (chú thích, hoặc dữ liệu giấu)`,
    fix: 'ghi lại bằng np.savez',
  }),
  'zip64-end': () => ({ what: 'các bản ghi cuối của kho zip64 không khớp nhau', fix: COPY_AGAIN }),
  'zip-split': () => ({
    what: 'là một phần của tệp nén chia thành nhiều tệp',
    fix: 'nối các phần lại trước',
  }),
  'zip-member-count': ({ found, most }) => `chứa ${found} thành phần: chỉ đọc nhiều nhất ${most}`,
  'zip-directory-end': ({ found, expected }) =>
    `thư mục lẽ ra kết thúc ở byte ${expected}, nhưng bản ghi kết thúc bắt đầu ở ${found}`,
  'zip-entry-damaged': ({ entry, of }) => `mục ${entry} trong ${of} mục của thư mục bị hỏng`,
  'zip-entry-too-long': ({ entry, of }) =>
    `mục ${entry} trong ${of} mục của thư mục bị hỏng: nó kết thúc ngoài thư mục`,
  'zip-name-encoding': ({ entry }) => ({
    what: `tên ở mục ${entry} của thư mục không phải UTF-8`,
    fix: 'đặt tên mảng bằng ASCII hoặc UTF-8',
  }),
  'zip-directory-rest': ({ bytes, entries }) => `${bytes} byte sau ${entries} mục của thư mục không thuộc mục nào`,
  'zip-member-missing': ({ at }) => ({
    what: `không có thành phần nào bắt đầu ở byte ${at} như thư mục ghi`,
    fix: COPY_AGAIN,
  }),
  'zip-member-cut-off': ({ found, expected }) => ({
    what: `dữ liệu lẽ ra kết thúc ở byte ${expected}, nhưng chỗ của nó kết thúc ở ${found}`,
    fix: COPY_AGAIN,
  }),
  'zip-header-name': ({ found }) => `phần đầu của chính nó ghi tên là "${found}"`,
  'zip-header-method': () => 'phần đầu của chính nó ghi cách nén khác với thư mục',
  'zip-header-encrypted': () => 'bị mã hóa theo phần đầu của chính nó',
  'zip-header-sizes': ({ found, expected }) =>
    `phần đầu của chính nó ghi ${found.size} byte (nén còn ${found.packed}), thư mục ghi ${expected.size} (${expected.packed})`,
  'zip-header-crc': () => 'phần đầu của chính nó ghi CRC-32 khác với thư mục',
  'zip-descriptor': () => 'các kích thước sau dữ liệu bị thiếu, hoặc khác với thư mục',
  'zip-name-repeated': () => ({ what: 'có hai lần trong tệp nén', fix: 'đặt cho mỗi mảng một tên riêng' }),
  'zip-encrypted': () => ({ what: 'bị mã hóa', fix: 'ghi tệp nén không có mật khẩu' }),
  'zip-method': ({ found }) => ({
    what: `được nén bằng phương pháp ${found}: chỉ đọc được 0 (không nén) và 8 (deflate)`,
    fix: 'ghi bằng np.savez hoặc np.savez_compressed',
  }),
  'zip-gap-before-member': ({ bytes }) => `${bytes} byte trước nó không thuộc thành phần nào`,
  'zip-gap-before-directory': ({ bytes }) => `${bytes} byte trước thư mục của tệp nén không thuộc thành phần nào`,
  'zip-overlap': ({ begin, end }) =>
    `chồng lên thành phần trước: bắt đầu ở byte ${begin}, thành phần kia kết thúc ở ${end}`,
  'zip-unpacked-too-large': ({ found, most }) => ({
    what: `giải nén ra ${found} byte: chỉ đọc thêm được ${most}`,
    fix: 'đọc riêng một mảng (file.npz#tên)',
  }),
  'zip-unpacked-size': ({ found, expected }) => `giải nén ra ${found} byte, tệp nén ghi ${expected}`,
  'zip-unpacked-more': ({ expected }) => `giải nén ra nhiều hơn ${expected} byte mà tệp nén ghi`,
  'zip-crc': ({ found, expected }) => ({
    what: `bị hỏng: CRC-32 là ${found}, tệp nén ghi ${expected}`,
    fix: COPY_AGAIN,
  }),
  'zip-bytes-after-data': ({ bytes }) => `có ${bytes} byte sau phần kết của dữ liệu nén`,
  'zip-data-damaged': () => ({ what: 'dữ liệu nén bị hỏng', fix: COPY_AGAIN }),

  'pickle-too-long': ({ found, most }) => `pickle dài ${grouped(found)} byte; chỉ đọc nhiều nhất ${grouped(most)} byte`,
  'pickle-too-many': ({ of, most }) => `pickle tạo ra hơn ${grouped(most)} ${PICKLED[of]}`,
  'pickle-depth': ({ most }) => `dict và danh sách lồng nhau sâu hơn ${most} tầng, hoặc có cái chứa chính nó`,
  'pickle-protocol': ({ found, most }) => `pickle dùng giao thức ${found}; chỉ đọc đến ${most}`,
  'pickle-step-unknown': ({ found, byte }) => ({
    what: `lệnh 0x${found} ở byte ${byte} của pickle không phải lệnh tạo số, văn bản, danh sách hay dict`,
    fix: SAVE_TENSORS,
  }),
  'pickle-cut-off': ({ byte, found, expected }) => ({
    what: `pickle bị cắt: ở byte ${byte} cần ${expected} byte, chỉ có ${found}`,
    fix: COPY_AGAIN,
  }),
  'pickle-text': ({ byte }) => `văn bản ở byte ${byte} của pickle không phải UTF-8`,
  'pickle-line': ({ byte }) => `dòng ở byte ${byte} của pickle không có chỗ kết thúc`,
  'pickle-integer': ({ found, byte }) => `${found} ở byte ${byte} của pickle không phải số nguyên đọc được`,
  'pickle-stack': ({ byte }) => ({
    what: `pickle bị hỏng: trước byte ${byte} nó lấy một giá trị không có`,
    fix: COPY_AGAIN,
  }),
  'pickle-kept': ({ found, byte }) => ({
    what: `pickle bị hỏng: trước byte ${byte} nó nhắc đến giá trị ${found} chưa từng được giữ lại`,
    fix: COPY_AGAIN,
  }),
  'pickle-target': ({ expected, byte }) => ({
    what: `pickle bị hỏng: trước byte ${byte} cần ${expected}, nhưng gặp giá trị khác`,
    fix: COPY_AGAIN,
  }),
  'pickle-global': ({ name }) => ({
    what: `nhắc đến ${name}: đó là mã, không phải tensor, và mã trong tệp không bao giờ được chạy`,
    fix: SAVE_TENSORS,
  }),
  'pickle-call': ({ name, byte }) => `pickle gọi ${name} trước byte ${byte} với đối số không hợp lệ`,
  'pickle-persistent': ({ byte }) => `trước byte ${byte}, pickle nhắc đến một thứ không phải vùng lưu trữ`,
  'pickle-rest': ({ bytes }) => `còn ${bytes} byte sau chỗ kết thúc của pickle`,

  'torch-old-form': () => ({
    what: 'được ghi theo dạng cũ của torch.save, trước PyTorch 1.6',
    fix: 'trong Python: torch.save(torch.load("old.pt", map_location="cpu", weights_only=True), "new.pt")',
  }),
  'torch-no-zip': ({ pickle }, naming) => ({
    what: pickle
      ? 'là một pickle trần, mà pickle có thể chạy mã bất kỳ; tệp của torch.save là kho zip'
      : 'không phải kho zip như tệp của torch.save',
    fix: pickle ? 'trong Python: torch.save(tensors, "file.pt")' : namesFormat(naming),
  }),
  'torch-no-pickle': (_, naming) => ({
    what: 'là kho zip không có data.pkl: không phải do torch.save ghi',
    fix: namesFormat(naming),
  }),
  'torch-script': () => ({
    what: 'là một chương trình TorchScript, không phải tệp tensor',
    fix: 'trong Python: torch.save(torch.jit.load("file.pt").state_dict(), "weights.pt")',
  }),
  'torch-byte-order': ({ found }) => `là "${found}": cần little hoặc big`,
  'torch-name-repeated': ({ name }) => ({
    what: `có hai tensor cùng tên "${name}"`,
    fix: 'đặt cho mỗi tensor một tên riêng',
  }),
  'torch-storage-missing': ({ key }) => ({ what: `vùng lưu trữ ${key} không có trong kho`, fix: COPY_AGAIN }),
  'torch-storage-size': ({ key, found, expected }) => ({
    what: `vùng lưu trữ ${key} phải chứa ${grouped(expected)} số, chỉ có ${grouped(found)}`,
    fix: COPY_AGAIN,
  }),
  'torch-strides': ({ offset, shape, strides }) =>
    `độ lệch ${offset}, kích thước (${shape}) và bước (${strides}) không mô tả tensor nào`,
  'torch-outside': ({ found, most }) =>
    `cần số thứ ${grouped(found)} của vùng lưu trữ, nhưng vùng này chỉ có ${grouped(most)} số`,
  'torch-repeated': ({ found, most }) => ({
    what: `lặp lại ${grouped(found)} số ngoài những số đã lưu; chỉ tạo nhiều nhất ${grouped(most)}`,
    fix: 'lưu tensor trước khi gọi expand()',
  }),
  'torch-type-unknown': ({ found, expected }) => ({
    what: `có kiểu ${found}, không đọc được`,
    fix: `chuyển sang một trong ${expected.join(', ')}`,
  }),

  'safetensors-too-short': ({ found }) =>
    `có ${found} byte: tệp .safetensors bắt đầu bằng độ dài phần đầu, ghi trong 8 byte`,
  'safetensors-header-too-long': ({ found, most }, naming) => ({
    what: `ghi phần đầu dài ${grouped(found)} byte; chỉ đọc nhiều nhất ${grouped(most)}`,
    fix: otherFormat(naming),
  }),
  'safetensors-header-cut-off': ({ found, expected }) => ({
    what: `bị cắt cụt: phần đầu dài ${expected} byte, chỉ có ${found}`,
    fix: COPY_AGAIN,
  }),
  'safetensors-header-begin': (_, naming) => ({
    what: 'phần đầu tệp không bắt đầu bằng "{"',
    fix: otherFormat(naming),
  }),
  'safetensors-header-zeros': () => ({
    what: 'phần đầu tệp được đệm bằng các byte 0',
    fix: 'định dạng yêu cầu dấu cách (0x20) ở đó: hãy sửa chương trình đã ghi tệp',
  }),
  'safetensors-header-encoding': () => 'phần đầu tệp không phải UTF-8',
  'safetensors-header-depth': () => 'phần đầu tệp lồng quá sâu: cần {name: {"shape": [ ]}}',
  'safetensors-header-character': ({ found, byte }) =>
    `"${found}" ở byte ${byte} của phần đầu tệp: ở đó chỉ có tên và số nguyên`,
  'safetensors-header-json': ({ reason }) => ({ what: 'phần đầu tệp không phải JSON', detail: reason }),
  'safetensors-name-repeated': ({ name }) => ({
    what: `phần đầu tệp có khóa "${name}" hai lần`,
    fix: 'đặt cho mỗi tensor một tên riêng',
  }),
  'safetensors-metadata': () => '__metadata__ phải là văn bản cho mỗi tên',
  'safetensors-entry': ({ found }) => `được mô tả bằng ${found}: cần {"dtype", "shape", "data_offsets"}`,
  'safetensors-key-missing': ({ key }) => `thiếu "${key}"`,
  'safetensors-key-unknown': ({ key, expected }) => ({
    what: `có khóa lạ "${key}"`,
    fix: `các khóa là ${expected.join(', ')}`,
  }),
  'safetensors-type-not-text': ({ expected }) => ({
    what: '"dtype" không phải văn bản',
    fix: `dùng ${expected.join(', ')}`,
  }),
  'safetensors-type-unknown': ({ found, expected }) => ({
    what: `có kiểu ${found}, không đọc được`,
    fix: `lưu bằng một trong các kiểu ${expected.join(', ')}`,
  }),
  'safetensors-shape': () => '"shape" không phải danh sách các số nguyên',
  'safetensors-offsets': () => '"data_offsets" không phải hai số nguyên [begin, end]',
  'safetensors-offsets-order': ({ begin, end }) => `kết thúc ở byte ${end}, trước chỗ bắt đầu (${begin})`,
  'safetensors-size-unsafe': ({ type, shape }) => `${type} kích thước [${shape}] quá lớn, không thể có thật`,
  'safetensors-size': ({ type, shape, begin, end, found, expected }) =>
    `${type} kích thước [${shape}] cần ${expected} byte, data_offsets [${begin}, ${end}] chứa ${found}`,
  'safetensors-hole': ({ begin, before: name, end }) =>
    `bắt đầu ở byte ${begin}, ${before(name)} kết thúc ở ${end}: trống ${begin - end} byte`,
  'safetensors-overlap': ({ begin, before: name, end }) =>
    `bắt đầu ở byte ${begin}, bên trong ${before(name)}, vốn kết thúc ở ${end}`,
  'safetensors-cut-off': ({ found, expected }) => ({
    what: `bị cắt cụt: các tensor cần ${expected} byte, chỉ có ${found}`,
    fix: COPY_AGAIN,
  }),
  'safetensors-bytes-after': ({ bytes }) => `${bytes} byte sau tensor cuối cùng không thuộc tensor nào`,
};

/** Mười hai tên, và có bao nhiêu tên. */
function firstOf(names: readonly string[]): string {
  return names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (tất cả ${names.length})` : '');
}
