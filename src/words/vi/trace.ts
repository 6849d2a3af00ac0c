import type { NonFiniteCell, RowPlace, TraceFacts } from '../../core/index.js';
import { numberName, offsetText } from '../symbols.js';
import type { PlainSentences } from '../sentence.js';

export const trace: PlainSentences<TraceFacts> = {
  'no-default-scale': () => 'd_k bằng 0 nên 1/√d_k không tồn tại: mọi điểm bằng 0, và hệ số 1 đã được dùng',
  'zero-vector-normed': ({ sides }, { option }) =>
    `có ${sides.map((side) => ({ q: 'truy vấn', k: 'khóa' })[side]).join(' và ')} độ dài 0, được chuẩn hóa thành các số 0 (${option('norm-eps', 0)})`,
  'decay-grows': ({ token, head, found }, { option }) =>
    `${option('log-decay')} của token ${token} ở đầu ${head} là ${found}: trên 0 thì bộ nhớ lớn lên thay vì phai đi (giá trị này là logarit của độ phai)`,
  'delta-grows': ({ token, head, found }, { option }) =>
    `khóa của token ${token} ở đầu ${head} có |1 − β·‖k‖²| = ${found}: trên 1 thì quy tắc delta làm bộ nhớ lớn lên; hãy chuẩn hóa khóa (${option('k-norm', 'l2')})`,
  'empty-rows': ({ rows, more, result }, { option }) =>
    `truy vấn không được nghe khóa nào: ${listed(rows.map(place), more, ', ')}; ${EMPTY[result]} (${option('empty-rows')})`,
  'stage-not-finite': ({ stage, cells, more }) =>
    `${stage === 'scores' ? 'có điểm' : 'đầu ra'} không phải số hữu hạn: ${listed(cells.map(cell), more)}`,
  'masked-not-finite': ({ keys, more }) =>
    `NaN hoặc ∞ trong K hay V của ${listed(
      keys.map((key) => `'${key}'`),
      more,
      ', ',
    )} nằm sau mặt nạ nên ở đây không đổi gì; trong PyTorch 0·NaN làm nó thành NaN`,

  verbatim: ({ text }) => text,
  axes: ({ axes }) => `(${axes.join(', ')})`,
  'heads-share-keys': ({ queryHeads }) => `${queryHeads} đầu truy vấn cạnh nhau dùng chung một đầu khóa/giá trị`,
  'heads-repeated': ({ q, k, v, heads }) =>
    `số đầu của Q ${q}, K ${k}, V ${v}, các đầu cạnh nhau lặp lại thành ${heads}`,
  'softcap-before-mask': ({ cap }) => `${cap}·tanh(s/${cap}), trước độ lệch và mặt nạ`,
  'bias-added': ({ text, to }) =>
    `${text ?? 'cho trước'}, cộng vào điểm ${to === 'scaled' ? 'đã chia' : 'đã giới hạn'}`,
  'alibi-slopes': ({ given }) =>
    `−slope·distance, ${given ? 'độ dốc cho trước' : 'độ dốc theo quy tắc của các tác giả'}`,
  'rope-pairs': ({ pairs, base }) => `${pairs}, cơ số ${base}`,
  'positions-given': ({ of }) =>
    `cho sẵn cho ${of.map((side) => ({ both: 'truy vấn và khóa', queries: 'truy vấn', keys: 'khóa' })[side]).join(', ')}; chỉ dùng cho RoPE`,
  'cached-keys': ({ count, rotated }) => `${count} khóa đứng trước K${rotated ? ', coi như đã xoay' : ''}`,
  'query-position': ({ offsets }) => `truy vấn i đứng ở khóa ${offsetText(offsets, 'theo từng mục của lô')}`,
  'not-causal': () => 'không',
  causal: ({ corner, offsets }) => `${corner} (j ≤ ${offsetText(offsets, 'theo từng mục của lô')})`,
  window: ({ before, after }) => `${reach(before)} ở trước, ${reach(after)} ở sau, tính cả hai đầu`,
  chunk: ({ size }) => `mỗi đoạn ${size} vị trí; truy vấn chỉ nhìn các khóa trong đoạn của mình`,
  'documents-apart': ({ count, padding }) =>
    `${count} tài liệu; truy vấn chỉ nhìn các khóa trong tài liệu của mình${padding ? '; số hiệu dưới 0 là phần đệm' : ''}`,
  'select-top': ({ count, ties }) =>
    `${count} điểm lớn nhất của mỗi hàng, sau mặt nạ; nếu bằng nhau ở ranh giới thì giữ ${ties === 'all' ? 'tất cả' : 'các khóa đứng trước'}`,
  'select-blocks': ({ count, size }) =>
    `${count} khối, mỗi khối ${size} khóa: khối của chính truy vấn, và trong các khối đứng trước là những khối có q·trung bình(k) lớn nhất`,
  'mask-true': ({ means }) => (means === 'attend' ? 'được nghe' : 'bị bỏ qua'),
  'short-mask-masked': () => 'các cột thiếu bị che',
  'stacked-mask': () => 'ba trục là (batch×heads, n_q, n_k)',
  'sink-in-denominator': () => 'chỉ cộng vào mẫu số, giữ nguyên (không chia, không giới hạn, không che)',
  'stages-rounded': ({ dtype }) => `mọi bước được làm tròn về ${dtype}`,
  'natural-logarithm': () => 'logarit tự nhiên',
  bits: () => 'bit',
  'arithmetic-in-tiles': ({ type }) =>
    type === 'float32'
      ? 'float32, theo từng khối; float64 cho những truy vấn cần chính xác hơn'
      : 'float64, theo từng khối',
};

const EMPTY = {
  sink: 'sink nhận hết trọng số',
  zero: 'trọng số và đầu ra bằng 0',
  nan: 'trọng số và đầu ra là NaN',
  uniform: 'mọi khóa có trọng số như nhau',
} as const;

function reach(keys: number): string {
  return keys < 0 ? 'mọi từ' : String(keys);
}

/** `'it' (hàng 3, đầu 2)` */
function place({ token, row, head, item, everywhere }: RowPlace): string {
  const where = [
    `hàng ${row}`,
    head !== undefined && `đầu ${head}`,
    item !== undefined && `mục ${item} của lô`,
    everywhere && 'ở khắp nơi',
  ];
  return `'${token}' (${where.filter(Boolean).join(', ')})`;
}

function cell({ value, at, key, column }: NonFiniteCell): string {
  return `${numberName(value)} ở ${place(at)}${key === undefined ? `, cột ${column}` : ` với '${key}'`}`;
}

function listed(names: readonly string[], more: number, between = '; '): string {
  return names.join(between) + (more > 0 ? ` và ${more} chỗ nữa` : '');
}
