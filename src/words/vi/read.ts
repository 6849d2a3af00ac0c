import { shapeText } from '../../core/index.js';
import type { InputWay, ListLength, OtherName, PrintedBy, ReadFacts } from '../../read/facts.js';
import { closest } from '../closest.js';
import type { Sentences } from '../sentence.js';

const FOUR_AXES = 'nhiều nhất là 4: (batch, heads, length, size)';

const LISTS = { row: 'hàng', block: 'khối' } as const;

const HELD = { numbers: 'số', cells: 'ô', rows: 'hàng', blocks: 'khối', columns: 'cột' } as const;

const notNumber = (found: string): string => `cần một số, thấy ${JSON.stringify(found)}`;

const titled = (title: string): string => (title === '' ? 'ma trận' : title);

/** `hàng 1 và 2` */
function usual(list: ListLength['list'], others: ListLength['others']): string {
  const name = LISTS[list];
  if (!('count' in others)) return `${name} ${others.join(' và ')}`;
  return others.all ? `${others.count} ${name} kia` : `đa số ${name}`;
}

const INPUTS = 'attn compute --sentence "…", hoặc --q q.json --k k.json --v v.json';

const WAYS: Readonly<Record<InputWay, string>> = {
  sentence: 'một câu',
  q: 'Q, K, V',
  qkv: 'Q, K và V trong một tensor',
  x: 'vector nhúng',
  scores: 'điểm',
  'attention-weights': 'trọng số',
};

const meant = (near: string | undefined): { fix?: string } =>
  near === undefined ? {} : { fix: `có phải ý bạn là ${near}?` };

/** Như một khóa trong tệp gộp. */
export const asKey = (option: string, value?: string): string =>
  `${option.replaceAll('-', '_')}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`;

/** Cách nói ở đây một thứ của hệ khác. */
export function otherName(here: OtherName, written: (option: string, value?: string) => string): string {
  if (typeof here === 'string')
    return {
      'nothing-dropped': 'ở đây không bỏ gì (dropout): các số là của lúc đánh giá',
      'weights-always': 'trọng số luôn được tính; --show weights hiện chúng',
      'weights-of-heads': 'trọng số của mỗi đầu được hiện nguyên như vậy',
    }[here];
  return `ở đây là ${here.map((way) => way.map((one) => written(...one)).join(' cùng ')).join(', hoặc ')}`;
}

const typed = (
  source: string,
  names: readonly { readonly name: string }[],
  option: (name: string, value?: string) => string,
): string =>
  names
    .slice(0, 3)
    .map(({ name }, n) => option('qkv'[n]!, `${source}#${name}`))
    .join(' ');

const CONVERTED = {
  mat: {
    what: 'là tệp MATLAB (.mat), ở đây không đọc được',
    fix: 'trong Python: np.savez("data.npz", **{k: v for k, v in scipy.io.loadmat("data.mat").items() if k[0] != "_"}); trong MATLAB: writematrix(Q, "q.csv")',
  },
  hdf5: {
    what: 'là tệp HDF5 (.h5, hoặc .mat của MATLAB 7.3), ở đây không đọc được',
    fix: 'trong Python: np.save("q.npy", h5py.File("data.h5")["q"][()]); trong MATLAB: writematrix(Q, "q.csv")',
  },
  pickle: {
    what: 'là tệp pickle của Python, mà pickle có thể chạy mã bất kỳ: không đọc',
    fix: 'nếu tin nguồn của tệp, trong Python: np.save("q.npy", pickle.load(open("q.pkl", "rb")))',
  },
  gguf: {
    what: 'là tệp GGUF của llama.cpp, ở đây không đọc được',
    fix: 'trong Python: np.savez("m.npz", **{t.name: gguf.dequantize(t.data, t.tensor_type) for t in gguf.GGUFReader("m.gguf").tensors})',
  },
} as const;

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
  'only-zeros': ({ bytes }) => ({
    what: `bắt đầu bằng ${bytes} byte 0, không định dạng nào như vậy`,
    fix: 'cần JSON, CSV, .npy, .npz, .pt hoặc .safetensors',
  }),
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
  'format-not-known': ({ found, expected }) => ({
    what: `cần ${expected.join(', ')}, thấy "${found}"`,
    ...meant(closest(found, expected)),
  }),
  'format-not-recognized': ({ expected }, { option }) => ({
    what: 'các byte này không thuộc định dạng nào được biết ở đây',
    fix: `chỉ rõ bằng ${option('in-format')}: ${expected.join(', ')}`,
  }),
  'page-without-result': (_, { option }) => ({
    what: 'trang này không có kết quả nào của attn',
    fix: `đưa một trang mà attn đã ghi với ${option('format', 'html')}, hoặc một kết quả JSON`,
  }),
  'no-matrix': () => ({ what: 'không chứa ma trận nào', fix: 'đưa một danh sách các danh sách số' }),
  'several-tensors': ({ names, spec, subject }) => ({
    what: `chứa ${names.length} tensor: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`,
    fix: `chọn một, ví dụ ${spec}#${names.find((name) => name.toLowerCase() === subject.toLowerCase()) ?? names[0]}`,
  }),
  'stdin-read-twice': ({ flags }) => ({
    what: `chỉ đọc được stdin một lần (${flags.slice(0, -1).join(', ')} và ${flags.at(-1)} đều ghi -)`,
    fix: 'gộp tất cả vào một tệp: attn compute --input -',
  }),

  'tokens-not-a-list': ({ found }) => ({
    what: `cần một danh sách từ dạng JSON, thấy ${found}`,
    fix: '\'["the","cat"]\', hoặc các từ cách nhau bằng khoảng trắng',
  }),
  'rope-scaling-form': ({ found, why, part }) => ({
    what: `cần NAME,key=value,…, JSON hoặc một tệp JSON, thấy "${found}"`,
    fix: {
      json: `không phải JSON: ${part}`,
      object: 'không phải đối tượng JSON',
      pair: `"${part}" không có dạng key=value`,
    }[why],
  }),
  'file-outside': ({ option: name, found }, { option }) => ({
    what: `chỉ đến một tệp ngoài thư mục này: ${found}`,
    fix: `hãy tự đưa nó: ${option(name, found)}`,
  }),
  'key-unknown': ({ found, expected, here }) => {
    const near = closest(found.replaceAll('-', '_'), expected);
    return {
      what: `không biết khóa "${found}"`,
      fix:
        here !== undefined
          ? otherName(here, asKey)
          : near !== undefined
            ? `có phải ý bạn là ${near}?`
            : 'các khóa là những khóa trong attn help compute: q, k, v, mask, heads, …',
    };
  },
  'bundle-empty': () => ({ what: 'không chứa gì', fix: 'tệp gộp có các khóa q, k, v, …' }),
  'bundle-lone-matrix': (_, { option }) => ({
    what: 'chứa một ma trận không tên',
    fix: `tệp gộp có các khóa q, k, v, …; đưa một ma trận đơn cho ${option('q')}, ${option('k')} hoặc ${option('v')}`,
  }),
  'options-with-weights': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} cùng với ${option('weights')}`,
    fix: 'trọng số đã huấn luyện quyết định điều đó',
  }),
  'options-without-sentence': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} mà không có câu`,
    fix: `chúng cho biết các từ của ${option('sentence')} thành số thế nào`,
  }),
  'sentence-empty': () => ({ what: 'câu không có từ nào', fix: 'đưa ít nhất một từ' }),
  'part-given-twice': ({ part }) => ({ what: `${part} được đưa hai lần`, fix: 'chỉ đưa một lần' }),
  'part-unknown': ({ found, expected }) => {
    const keys = expected.map((key) => `${key}=`);
    return { what: `không biết khóa "${found}"`, fix: `các khóa là ${keys.slice(0, -1).join(', ')} và ${keys.at(-1)}` };
  },
  'saved-layer': ({ option: name, layers, found }, { option }) => ({
    what:
      layers === 0
        ? `${option('layer')} bên cạnh ${option(name)}, vốn chỉ có một lớp`
        : found === undefined
          ? `${option(name)} có ${layers} lớp`
          : `không có lớp ${found}: ${option(name)} có ${layers} lớp`,
    fix: layers === 0 ? `bỏ ${option('layer')}` : `chọn một lớp: ${option('layer', '1')} đến ${layers}`,
  }),
  'inputs-together': ({ ways }, { option }) => ({
    what: `${ways.map((way) => `${WAYS[way]} (${option(way)})`).join(' và ')} được đưa cùng lúc`,
    fix: 'chỉ đưa một',
  }),
  'nothing-to-compute': () => ({ what: 'không có gì để tính: không có câu, không có Q và không có X', fix: INPUTS }),
  'input-alone': ({ names, missing }) => ({ what: `${names.join(', ')} mà không có ${missing}`, fix: INPUTS }),
  'qkv-shape': ({ found }, { option }) => ({
    what: `là ${shapeText(found)}; cần (batch, length, 3, heads, size) hoặc (length, 3, heads, size)`,
    fix: `đưa Q, K và V riêng: ${option('q')}, ${option('k')}, ${option('v')}`,
  }),
  'layer-name-twice': ({ name }) => ({ what: `cũng có ${name}`, fix: 'giữ lại một' }),
  'in-proj-shape': ({ found }) => ({
    what: `là ${shapeText(found)}; cần 3·E hàng`,
    fix: 'Q, K và V xếp chồng trong đó',
  }),
  'config-empty': () => ({
    what: 'không chứa bài toán nào',
    fix: 'đưa ít nhất một đối tượng, hoặc một hàng dưới hàng tiêu đề',
  }),
  'config-not-an-object': () => ({
    what: 'cần một đối tượng gồm câu và các thiết lập',
    fix: '{"sentence": "…", "dim": 8, "seed": 42}',
  }),
  'config-item-not-an-object': ({ number }) => ({
    what: `bài toán ${number} không phải đối tượng`,
    fix: '[{"sentence": "…"}, {"sentence": "…"}]',
  }),
  'config-column-without-name': ({ number }) => ({
    what: `cột ${number} không có tên`,
    fix: 'đặt tên: sentence, dim, seed, heads, …',
  }),
  'config-column-twice': ({ name }) => ({ what: `hai cột cùng tên "${name}"`, fix: 'giữ lại một' }),

  'hf-config-number': ({ key, found }) => ({
    what: `${key} trong config là ${found}: cần một số`,
    fix: 'viết nó là một số, như transformers',
  }),
  'hf-config-missing': ({ key }) => ({
    what: `config không có ${key}`,
    fix: 'đưa config.json của mô hình như khi tải về',
  }),
  'hf-layer-type': ({ found, expected }) => ({
    what: `layer_types trong config ghi "${found}", không được biết`,
    fix: `các loại đã biết là ${expected.join(', ')}`,
  }),

  'source-text-too-long': ({ bytes, most }) => ({
    what: `văn bản dài ${bytes} byte, nhiều hơn mức ${most} đọc được`,
    fix: 'lưu tensor lớn như vậy thành .npy hoặc .safetensors',
  }),
  'text-utf16': () => ({ what: 'cần văn bản UTF-8, thấy UTF-16', fix: 'lưu tệp dưới dạng UTF-8' }),
  'text-not-utf8': (_, { option }) => ({
    what: 'cần văn bản UTF-8, thấy các byte không phải UTF-8',
    fix: `lưu dưới dạng UTF-8, hoặc chỉ rõ định dạng bằng ${option('in-format')}`,
  }),
  'text-memory': ({ needed, room, heap }) => ({
    what: `để đọc cần khoảng ${needed} MB bộ nhớ cho văn bản, còn Node.js chỉ dành ${room} MB`,
    fix: `lưu tensor lớn như vậy thành .npy hoặc .safetensors; hoặc NODE_OPTIONS=--max-old-space-size=${heap}`,
  }),
  'input-empty': ({ source, bytes }) =>
    `${source === '<stdin>' ? 'stdin trống' : 'tệp trống'} (${bytes} byte); cần một ma trận JSON hoặc CSV`,
  'more-problems-in-input': ({ count, atMost }) => `và ${atMost ? 'tối đa ' : ''}${count} lỗi nữa`,

  'cell-empty': () => ({ what: 'cần một số, thấy ô trống', fix: 'viết 0, hoặc nan cho giá trị bị thiếu' }),
  'cell-too-large': ({ found }) => ({
    what: `${found} quá lớn đối với số 64 bit (nhiều nhất 1.8e308)`,
    fix: 'viết inf nếu muốn nói vô cực',
  }),
  'cell-decimal-comma': ({ found, expected }, { option }) => ({
    what: notNumber(found),
    fix: `dùng dấu chấm thập phân (${expected}), hoặc ${option('decimal', 'comma')} cho CSV`,
  }),
  'cell-minus-sign': ({ found, expected }) => ({
    what: notNumber(found),
    fix: `viết dấu trừ là "-" (${JSON.stringify(expected)})`,
  }),
  'cell-not-decimal': ({ found }) => ({ what: notNumber(found), fix: 'viết bằng các chữ số thập phân thường' }),
  'cell-not-number': ({ found, names }) => ({
    what: notNumber(found),
    ...(names && { fix: 'nếu cột đầu là tên, hãy để trống ô đầu tiên của hàng đầu' }),
  }),
  'list-length': ({ list, of, number, found, expected, others, commas }, { option }) => ({
    what: `${LISTS[list]} ${number} có ${found} ${HELD[of]}, ${usual(list, others)} có ${expected}`,
    fix: `làm cho mọi ${LISTS[list]} dài bằng nhau${commas ? `; dấu phẩy thập phân cần ; giữa các ô và ${option('decimal', 'comma')}` : ''}`,
  }),

  'json-number-word': ({ found }) => ({
    what: `cần một số, thấy ${found}`,
    fix: `JSON không có ${found}: viết "${found.toLowerCase().replace('infinity', 'inf').replace('+', '')}" trong dấu ngoặc kép`,
  }),
  'json-more-than-one': ({ found }) => ({
    what: `cần kết thúc ở đây, thấy ${found}`,
    fix: 'đưa một ma trận hoặc một đối tượng',
  }),
  'json-single-quotes': ({ found }) => ({
    what: `thấy dấu nháy đơn: ${found}`,
    fix: 'JSON cần dấu ngoặc kép: "…"',
  }),
  'json-text-not-closed': () => ({
    what: 'văn bản trong ngoặc kép không kết thúc',
    fix: 'đóng lại bằng " trên cùng dòng',
  }),
  'json-comment': () => ({ what: 'JSON không có chú thích', fix: 'bỏ chú thích đi' }),
  'json-constant': ({ found }) => ({
    what: `cần một số, thấy ${found}`,
    fix: 'JSON viết true, false và null',
  }),
  'json-comma-missing': ({ found }) => ({
    what: `cần dấu phẩy trước ${found}`,
    fix: 'đặt dấu phẩy giữa các ô',
  }),
  'json-number-form': ({ found }) => ({
    what: `cần một số, thấy ${found}`,
    fix: 'số trong JSON có dạng 12, -0.5 hoặc 1e-3: không có +, có chữ số ở cả hai bên dấu chấm',
  }),
  'json-bare-expression': ({ found }) => ({
    what: `cần một số, thấy ${found}`,
    fix: `đặt biểu thức trong dấu ngoặc kép: "${found}"`,
  }),
  'json-bare-key': ({ found }) => ({
    what: `cần một khóa trong dấu ngoặc kép, thấy ${found}`,
    fix: `viết "${found}"`,
  }),
  'json-not-number': ({ found }) => `cần một số, thấy ${found}`,
  'json-ends-early': () => ({ what: 'văn bản kết thúc quá sớm', fix: 'đóng mỗi [ bằng ] và mỗi { bằng }' }),
  'json-comma-extra': ({ found }) => ({ what: `thừa một dấu phẩy trước ${found}`, fix: 'bỏ dấu phẩy đi' }),
  'json-semicolon': () => ({
    what: 'cần , hoặc ] giữa các ô, thấy ;',
    fix: 'viết các hàng là [[1, 2], [3, 4]]',
  }),
  'json-already-closed': ({ found }) => ({
    what: `thừa một ${found}: mọi thứ đã đóng rồi`,
    fix: `bỏ ${found} đi`,
  }),
  'json-value-missing': ({ found }) => ({
    what: `cần một giá trị, thấy ${found}`,
    fix: 'viết một số ở đó, hoặc bỏ phần thừa đi',
  }),
  'json-unreadable': ({ reason }) => `đây không phải JSON: ${reason}`,
  'json-too-deep': ({ most }) => ({ what: `lồng sâu hơn ${most} tầng`, fix: FOUR_AXES }),
  'json-object-for-number': () => 'cần một số, thấy một đối tượng',
  'json-list-for-number': () => 'cần một số, thấy một danh sách',
  'json-number-for-list': () => 'cần một danh sách số, thấy một số đứng riêng',
  'json-key-twice': ({ key }) => ({ what: `khóa ${JSON.stringify(key)} xuất hiện hai lần`, fix: 'giữ lại một' }),
  'json-key-refused': ({ key }) => ({ what: `không biết khóa ${JSON.stringify(key)}`, fix: 'bỏ nó đi' }),
  'json-keys-equal': ({ first, second }) => ({
    what: `'${first}' và '${second}' là cùng một khóa`,
    fix: 'giữ lại một',
  }),
  'several-documents': ({ found, called, source }, { option }) => ({
    what: `chứa ${found} ${called === 'results' ? 'kết quả' : 'tài liệu, mỗi dòng một'}; cần một`,
    fix: `đưa tất cả: ${option('input', source === '<stdin>' ? '-' : source)}`,
  }),

  'tensor-empty': ({ title }) => `${titled(title)} trống: cần ít nhất một số`,
  'tensor-too-deep': ({ title, most }) => ({ what: `${titled(title)} lồng sâu hơn ${most} tầng`, fix: FOUR_AXES }),
  'tensor-not-numbers': ({ title }) => `${titled(title)}: cần số hoặc danh sách số`,
  'tensor-key-unknown': ({ key, title, near }) => ({
    what: `không biết khóa '${key}' trong ${titled(title)}`,
    fix: near ? `có phải ý bạn là ${near}?` : 'các khóa là data, shape, rows và columns',
  }),
  'tensor-shape-form': ({ title, found }) =>
    `shape của ${titled(title)}: cần 1 đến 4 số nguyên lớn hơn 0, thấy ${found}`,
  'tensor-shape-count': ({ shape, title, found, expected }) =>
    `shape ${shapeText(shape)} cần ${expected} số, ${titled(title)} có ${found}`,
  'tensor-shape-differs': ({ found, expected }) => ({
    what: `shape nói ${shapeText(found)}, các danh sách là ${shapeText(expected)}`,
    fix: 'bỏ shape, hoặc viết data thành một danh sách phẳng',
  }),
  'tensor-labels-form': ({ key, title }) => `${key} của ${titled(title)}: cần một danh sách nhãn`,
  'tensor-labels-count': ({ key, title, found, expected }) =>
    `${titled(title)} có ${expected} ${HELD[key]}, thấy ${found} nhãn`,
  'no-tensor-names': ({ found }) => ({
    what: `ở đây không có tensor '${found}': chỉ có một ma trận không tên`,
    fix: 'bỏ # và tên đi',
  }),

  'csv-decimal-point': ({ found }, { option }) => ({
    what: `cần dấu phẩy thập phân, thấy ${JSON.stringify(found)}`,
    fix: `viết dấu phẩy, hoặc bỏ ${option('decimal', 'comma')}`,
  }),
  'csv-no-numbers': () => ({ what: 'ở đây có tên nhưng không có số', fix: 'đưa các hàng số bên dưới tên' }),
  'csv-empty': () => ({ what: 'chỉ chứa các ô trống', fix: 'đưa các hàng số' }),
  'csv-line-empty': () => ({ what: 'dòng này trống', fix: 'bỏ dòng trống đi' }),
  'csv-open-quote': () => ({ what: 'dấu ngoặc kép mở ở đây không bao giờ được đóng', fix: 'đóng lại bằng "' }),
  'csv-open-quote-at-end': () => ({
    what: 'có dấu ngoặc kép mở mà đến đây, cuối tệp, vẫn chưa đóng',
    fix: 'đóng lại bằng "',
  }),
  'csv-quote-inside': () => ({
    what: 'có dấu ngoặc kép ở giữa một ô',
    fix: 'đặt cả ô trong dấu ngoặc kép và viết "" cho mỗi dấu ngoặc kép bên trong',
  }),
  'csv-after-quote': () => ({
    what: 'có chữ sau dấu ngoặc kép đóng',
    fix: 'viết "" cho một dấu ngoặc kép bên trong ngoặc kép',
  }),
  'csv-line-end': () => ({
    what: 'dòng này kết thúc khác dòng đầu (LF, CRLF và CR lẫn lộn)',
    fix: 'lưu tệp với một kiểu kết thúc dòng',
  }),
  'csv-row-length': ({ found, expected, of }) => ({
    what: `hàng này có ${found} ô, hàng tiêu đề có ${expected}`,
    fix:
      found < expected
        ? 'cho mỗi cột một ô, trống hay không'
        : `đặt ${of === 'texts' ? 'văn bản' : 'câu'} có dấu phẩy trong dấu ngoặc kép`,
  }),

  'literal-cell-missing': ({ side }) => ({
    what: `cần một ô ${side === 'before' ? 'trước' : 'sau'} dấu phẩy`,
    fix: 'bỏ dấu phẩy, hoặc viết ô đó',
  }),
  'literal-bracket-inside': ({ found }) => ({
    what: `thấy ${found} bên trong một hàng`,
    fix: 'viết các hàng là [1 0; 0 1] hoặc [[1, 0], [0, 1]]',
  }),
  'literal-goes-on': () => ({ what: 'cần kết thúc sau ]', fix: 'đưa một ma trận' }),
  'literal-not-closed': () => ({ what: 'dấu [ không bao giờ được đóng', fix: 'kết thúc ma trận bằng ]' }),

  'format-not-read': ({ format }) => CONVERTED[format],
  'bundle-names-unknown': ({ source, names, count }, { option }) => ({
    what: `không tên nào ở đây cho biết đâu là Q, K hay V: ${names.map(({ name, shape }) => `${name} ${shape}`).join(', ')}${count > names.length ? `, … (tất cả ${count})` : ''}`,
    fix: typed(source, names, option),
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
