import type { MaskReason, NormalizeOver, Normalizer, Similarity } from '../../core/index.js';
import type { Fraction, LessonWords } from '../en/lesson.js';
import { NORMALIZER_LESSONS } from '../normalizers.js';
import { prose } from './prose.js';

const NUMBERS = [
  'không',
  'một',
  'hai',
  'ba',
  'bốn',
  'năm',
  'sáu',
  'bảy',
  'tám',
  'chín',
  'mười',
  'mười một',
  'mười hai',
];
const FRACTIONS: readonly Fraction[] = [
  [1, Infinity, 'toàn bộ'],
  [0.9, 1, 'gần như toàn bộ'],
  [0.7, 0.8, 'khoảng ba phần tư'],
  [0.63, 0.7, 'khoảng hai phần ba'],
  [0.505, 0.57, 'hơn một nửa'],
  [0.495, 0.505, 'một nửa'],
  [0.45, 0.495, 'gần một nửa'],
  [0.3, 0.36, 'khoảng một phần ba'],
];

const count = (n: number): string => NUMBERS[n] ?? String(n);
const list = (names: readonly string[], more: number): string => {
  const all = more > 0 ? [...names, `${more} từ nữa`] : names;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} và ${all.at(-1)}`;
};

/** Bài học bằng tiếng Việt. */
export const lesson: LessonWords = {
  /** T5 has all Vietnamese letters: https://ctan.org/pkg/vntex */
  latexEncoding: 'T5',
  tokens: (p) => `${p.count} từ`,
  queriesAndKeys: (p) => `${p.queries} truy vấn trên ${p.keys} khóa`,
  headCount: (p) => `${p.count} đầu chú ý`,
  noMask: 'không che',
  masked: 'đã che',
  causalMask: 'che các từ đứng sau (causal)',
  score: 'điểm',
  scaled: 'sau khi chia √d_k',
  softcapped: 'đã giới hạn',
  weight: 'trọng số',
  output: 'kết quả',
  sum: 'tổng',
  together: 'gộp lại',
  before: 'trước',
  change: 'thay đổi',
  after: 'sau',
  spread: 'entropy',
  unheard: '—',
  bits: (p) => `${p.bits} bit`,
  more: (n) => `… ${n} số nữa`,
  moreTogether: (n, sum) => `… ${n} tích nữa, cộng lại ${sum}`,
  moreSums: (p) => `… ${p.count} số nữa, tính theo cùng một cách`,
  moreHeads: (p) => `… ${p.count} đầu nữa`,
  head: (p) => `đầu ${p.head}`,
  othersLeftOut: (p) => `… và ${p.count} từ khác mà tôi nghe ít hơn`,
  othersShare: (p) => `${p.count} từ khác`,
  othersScores: (p) => `… ${p.count} từ khác, điểm từ ${p.least} đến ${p.most}`,
  rowsLeftOut: (p) => `… hàng ${p.from} đến ${p.to} trong ${p.of}; lược bớt ${p.count} hàng khác`,

  whoTitle: 'TÔI LÀ AI',
  iAmWord: (p) =>
    `Tôi là từ ${p.name}, đứng thứ ${p.number} trong ${p.of} từ. Khi ở một mình, tôi chỉ biết chính mình.`,
  iAmQuery: (p) =>
    `Tôi là truy vấn ${p.name}, đứng thứ ${p.number} trong ${p.of}. Khi ở một mình, tôi chỉ biết chính mình.`,
  chosen:
    '(Không từ nào được chọn bằng --token. Tôi lên tiếng vì trong những từ được nghe nhiều từ nhất, sự chú ý của tôi tập trung nhất.)',
  random: (p) =>
    `Các số của tôi là ngẫu nhiên${p.seed === undefined ? '' : ` (seed ${p.seed})`}: phép tính là thật, ý nghĩa thì không.`,
  oneHead: (p) =>
    `Tôi lắng nghe bằng ${p.of} đầu chú ý cùng một lúc. Đây là đầu ${p.head}; các đầu kia làm y như vậy với những dãy số riêng.`,
  oneItem: (p) => `Đây là mục ${p.item} trong ${p.of} mục của lô (batch).`,
  rounded: (p) => `Sau mỗi bước, các số của tôi được làm tròn về ${p.dtype}.`,
  lists: (p) => `Tôi tạo ra ba dãy số${p.small ? ' nhỏ' : ''}:`,
  listQ: 'q  tôi muốn tìm gì',
  listK: 'K  mỗi từ có gì để so sánh',
  listV: 'V  thông tin mỗi từ mang',
  inList: 'Tôi cũng có tên trong danh sách: tôi được nghe chính mình.',
  inListUnheard: 'Tôi cũng có tên trong danh sách, nhưng tôi không được nghe chính mình.',
  notInList: (p) => `Tôi không có tên trong danh sách đó: tôi nghe ${p.count} từ ở một nơi khác.`,
  sharing: (p) => `${p.heads} đầu chú ý có truy vấn q riêng, nhưng dùng chung các vector khóa và vector giá trị này.`,
  cached: (p) => `${p.count} từ đầu tiên lấy từ bộ nhớ đệm (cache), do các bước trước để lại.`,
  projectTitle: 'CÁC DÃY SỐ CỦA TÔI TỪ ĐÂU RA',
  project: (p) =>
    `Vector nhúng x của tôi có ${p.size} số. Lấy tích vô hướng của x với một cột của W_Q, tôi được một số của q.`,
  projectOthers:
    'Cũng từ x đó, W_K cho vector khóa và W_V cho vector giá trị của tôi. Mọi từ dùng chung ba bảng này; chúng học được qua huấn luyện.',
  projectElsewhere: (p) =>
    `Các vector khóa và giá trị không lấy từ câu của tôi mà từ một dãy khác, X_kv, gồm ${p.count} vector: k = x_kv · W_K và v = x_kv · W_V. Tôi hỏi ở đây, câu trả lời đến từ nơi đó.`,
  projectBias: 'Cuối cùng cộng thêm hệ số chệch (bias) b, giống nhau cho mọi từ: đó là tích cuối cùng, 1·b.',
  latentTitle: 'K VÀ V TỪ ĐÂU RA',
  latent: (p) =>
    `Mỗi từ chỉ giữ một dãy ngắn c gồm ${p.size} số, dùng chung cho mọi đầu. W_UK làm ra k từ nó, W_UV làm ra v; đây là của ${p.name}:`,
  latentTurned: (p) => `${p.count} số cuối của k không lấy từ c: chúng mang vị trí, và mọi đầu dùng chung.`,
  normTitle: 'TÔI ĐƯA CÂU HỎI VỀ MỘT ĐỘ DÀI',
  norm: (p) =>
    ({
      rms: 'Tôi chia q cho căn bậc hai của trung bình bình phương của nó: từ đây chỉ còn hướng là đáng kể, không phải độ dài.',
      l2: 'Tôi chia q cho độ dài của nó để nó dài đúng 1: từ đây chỉ còn hướng là đáng kể.',
      layernorm: 'Tôi trừ q đi trung bình của nó rồi chia cho độ lệch chuẩn: chỉ còn lại hình dạng của dãy số.',
    })[p.by],
  normGain: 'Sau đó mỗi số có một hệ số học được của riêng nó (gain).',
  normKeys: 'Các khóa mới cũng được làm như vậy. Nhờ thế không điểm nào lớn lên vô hạn được.',
  gateTitle: 'CỔNG CHO QUA MỘT PHẦN',
  gate: 'Mỗi số có một cổng σ(gate) từ 0 (đóng) đến 1 (mở), do chính từ đó quyết định: nhờ vậy một đầu có thể im lặng dù các phần của nó cộng lại bằng 1.',
  rotateTitle: 'TÔI XOAY THEO VỊ TRÍ',
  rotate:
    'q của tôi và mọi k được xoay theo từng cặp số, góc xoay lớn dần theo vị trí trong câu. Nhờ vậy điểm phụ thuộc vào khoảng cách giữa chúng tôi.',

  askTitle: 'TÔI HỎI TỪNG TỪ',
  askFormula: (p: { similarity: Similarity }) =>
    ({
      dot: 'điểm = q · k',
      cosine: 'điểm = cos(q, k)',
      distance: 'điểm = −|q − k|²/2',
      general: 'điểm = q · W · k',
      additive: 'điểm = v · tanh(W [q; k])',
    })[p.similarity],
  ask: 'Tôi đặt q của tôi cạnh từng k, nhân từng cặp số rồi cộng lại (tích vô hướng).',
  askOtherwise: (p: { similarity: Similarity }) =>
    ({
      dot: '',
      cosine: 'Tôi chỉ so hướng: q · k chia cho độ dài của cả hai. 1: cùng hướng, 0: không liên quan, −1: ngược hướng.',
      distance:
        'Tôi xem mỗi k cách q của tôi bao xa: hiệu của từng cặp số, bình phương, cộng lại, chia đôi rồi đổi dấu. 0: cùng một vị trí.',
      general: 'Trước khi đặt q cạnh từng k, một bảng W học được sẽ phiên dịch giữa hai bên.',
      additive: 'Tôi cộng q với từng k (qua W, nếu có), uốn từng số bằng tanh, rồi lấy tổng có trọng số v.',
    })[p.similarity],
  fitsBest: 'khớp nhất',
  fitsNothing: 'không có gì tôi tìm',
  fitsAgainst: 'ngược với điều tôi tìm',
  checkWinner: (p) =>
    `Kiểm tra: ${p.name} thắng vì số thứ ${p.place} của tôi (${p.mine}) gặp số thứ ${p.place} của từ đó (${p.its}).`,
  checkAlike: 'Kiểm tra: mọi điểm đều bằng nhau, nên không từ nào nổi bật.',
  scaleIsOne: 'Ở đây không có gì làm các số này to lên hay nhỏ đi: hệ số là 1.',

  relativeTitle: 'ĐỨNG XA HAY GẦN CŨNG TÍNH',
  relative: (p: { by: 'key' | 'query' | 'u' | 'v' }) =>
    ({
      key: 'Mỗi khoảng cách có một vector học được, là một hàng của R_K. Tôi nhân q của tôi với hàng ứng với khoảng cách của từng từ, rồi cộng vào điểm của nó.',
      query: 'Từng từ cũng làm vậy từ phía nó: k của nó nhân với hàng của R_Q ứng với khoảng cách giữa hai bên.',
      u: 'Một vector u, giống nhau với mọi người hỏi, được nhân với từng k: có những từ ai cũng nên nghe.',
      v: 'Một vector v, giống nhau với mọi người hỏi, được nhân với R_K: có những khoảng cách ai cũng nên nghe.',
    })[p.by],
  relativeValue: 'Mỗi từ kể giá trị của nó, kèm một vector ứng với khoảng cách tới tôi (một hàng của R_V).',

  scaleTitleDown: 'TÔI VẶN NHỎ ÂM LƯỢNG',
  scaleTitleUp: 'TÔI VẶN TO ÂM LƯỢNG',
  scaleTitleTurned: 'TÔI ĐẢO NGƯỢC TẤT CẢ',
  whyDown: 'Vì sao? Dãy dài cho tổng lớn, và tổng quá lớn khiến tôi chỉ nghe được một giọng. Chia như vậy để ổn định.',
  whyUp: 'Hệ số lớn hơn 1: chênh lệch tăng lên, và tôi nghe được ít giọng hơn.',
  whyTurned: 'Hệ số nhỏ hơn 0: từ khớp nhất giờ thành kém khớp nhất.',
  myself: 'chính mình',
  contrast: (p) =>
    `không ${prose(p.factor)}, tôi sẽ dành cho ${p.name} ${prose(p.without)}; có ${prose(p.factor)}, tôi dành cho ${p.name} ${prose(p.with)}.`,
  softcapTitle: 'TÔI CHẶN GIỌNG TO NHẤT',
  softcap: (p) =>
    `Không điểm nào được vượt ${prose(p.cap)} hay −${prose(p.cap)}: điểm nhỏ gần như giữ nguyên, điểm lớn bị uốn lại.`,
  adjustTitle: 'CÓ THỨ ĐƯỢC CỘNG THÊM',
  bias: 'Một độ lệch (bias) được cộng vào điểm của tôi: nó được cho sẵn với mỗi cặp từ, bất kể các dãy số của chúng.',
  alibi: 'ALiBi trừ điểm càng nhiều khi từ đó đứng càng xa.',
  scoreMod: (p) => `Mỗi điểm s trở thành ${p.text}.`,

  maskTitle: 'NHỮNG TỪ TÔI KHÔNG ĐƯỢC NGHE',
  mayNotHear: (p: {
    reason: MaskReason;
    names: readonly string[];
    more: number;
    window?: readonly [number, number];
  }) => {
    const why = {
      'query-padding': 'không được hỏi, vì chính tôi chỉ là phần đệm',
      causal: 'đứng sau tôi',
      window: 'đứng quá xa',
      chunk: 'ở một đoạn khác với tôi',
      document: 'thuộc một tài liệu khác với tôi',
      padding: 'chỉ là phần đệm',
      mask: 'bị mặt nạ cấm đối với tôi',
      'score-mod': 'bị biểu thức điểm loại đi',
      bias: 'có độ lệch −∞',
      alibi: 'đứng xa đến mức ALiBi không chừa lại gì',
      overflow: 'có điểm thấp hơn mọi số biểu diễn được',
      hidden: 'đã bị ẩn',
      selection: 'không nằm trong số hợp với tôi nhất',
    }[p.reason];
    const it = p.names.length + p.more > 1 ? 'của chúng' : 'của từ đó';
    return `${list(p.names, p.more)} ${why}, nên tôi không được nhìn: điểm ${it} thành −∞ và phần ${it} bằng 0.`;
  },
  nobodyLeft: 'Không còn từ nào mà tôi được nghe.',
  shareTitle: 'TÔI CHIA SỰ CHÚ Ý',
  minusLargest: (p) => `− lớn nhất ${p.largest}`,
  sameAnswer: '(kết quả như cũ, không tràn số)',
  divideBySum: '÷ tổng',
  temperature: (p) =>
    `Trước hết mọi điểm được chia cho nhiệt độ ${prose(p.temperature)}: trên 1 các phần đều nhau hơn, dưới 1 chúng chênh nhau hơn.`,
  normalizer: (p: { normalizer: Normalizer }) => NORMALIZER_LESSONS[p.normalizer].vi,
  normalizeOver: (p: { over: NormalizeOver }) =>
    ({
      keys: '',
      queries:
        'Phép này làm dọc theo từng cột: các truy vấn tranh nhau một khóa, và tổng các phần của tôi không nhất thiết bằng 1.',
      'queries-then-keys':
        'Trước hết làm dọc theo từng cột: các truy vấn tranh nhau một khóa. Sau đó hàng của tôi được chia cho tổng của nó.',
    })[p.over],
  sink: (p) =>
    `Một chỗ hút (sink) có điểm ${prose(p.sink)} góp vào tổng với e^x ${prose(p.exp)}: nó lấy ${prose(p.share)} sự chú ý của tôi mà không kể gì.`,
  hearsNobody: 'Tôi không được nghe từ nào, nên không có gì để chia. Những gì ở dưới là một quy ước (--empty-rows).',
  checkSum: (p) => `Kiểm tra: ${p.terms} = ${p.sum}. Đó là tất cả những gì tôi có để chia.`,
  checkSumRounded: (p) =>
    `Kiểm tra: ${p.terms} = ${p.sum}. Mỗi số đã được làm tròn; tính đủ chữ số thì bằng 1. Đó là tất cả những gì tôi có để chia.`,

  differenceTitle: 'TÔI BỎ ĐI PHẦN CẢ HAI CÙNG NGHE',
  difference: (p) =>
    `Hai bản đồ chú ý làm thành một: phần của đầu ${p.first}, trừ đi λ = ${p.lambda} lần phần của đầu ${p.second}. Chỗ cả hai cùng nghe mà không vì lý do gì thì triệt tiêu; một phần có thể thành số âm.`,
  headNormTitle: 'TÔI ĐƯA KẾT QUẢ VỀ MỘT CỠ',
  headNorm: (p) =>
    `${p.normed ? 'Điều đầu này nghe được chia cho căn trung bình bình phương của nó, rồi' : 'Điều đầu này nghe được thì'} nhân với 1 − λ₀ = ${p.factor}.`,

  recurTitle: 'TÔI ĐỌC TỪ TRÁI SANG PHẢI',
  recur: (p) =>
    `Vẫn là phép chú ý ấy, đọc từ trái sang phải với một bộ nhớ S gồm ${p.d}×${p.dV} số. Qua từng từ, nó thay đổi như công thức ở trên: điều cũ có thể phai đi, rồi khóa và giá trị của từ được ghi vào.`,
  recurBefore: 'Trước tôi, bộ nhớ giữ:',
  recurAfter: 'Khi đã có tôi:',
  recurRows: (p) => `… ${p.count} hàng nữa`,
  recurRead: (p) => `Tôi đọc nó bằng q của mình: ${p.read}.`,
  recurWeights:
    'Không cần nhìn lại ai nữa. Trọng số trên mọi từ đứng trước tôi cũng cho ra đúng như vậy, ở trang dưới.',
  carried: 'Phần còn lại đến từ những gì bộ nhớ đã giữ trước từ đầu tiên:',

  listenTitle: 'TÔI LẮNG NGHE',
  listenFormula: 'trọng số × V, rồi cộng',
  newMe: 'tôi bây giờ',
  roundedMeans: '(≈ nghĩa là đã làm tròn. Tôi giữ đủ mọi chữ số.)',
  roundedOff: (p) =>
    `(≈ nghĩa là đã làm tròn. Tôi giữ đủ mọi chữ số: ${p.sum}, nên chữ số cuối có thể lệch một đơn vị so với khi bạn cộng những số nhìn thấy.)`,
  roundedOffSomewhere:
    '(≈ nghĩa là đã làm tròn. Tôi giữ đủ mọi chữ số, nên chữ số cuối có thể lệch một đơn vị so với khi bạn cộng những số nhìn thấy.)',
  joinTitle: 'TẤT CẢ CÁC ĐẦU CỦA TÔI',
  mixTitle: 'BẢNG CUỐI CÙNG',
  joinFormula: 'ghép · W_O',
  join: (p) =>
    `Cả ${count(p.heads)} đầu chú ý của tôi lắng nghe cùng một lúc. Tôi ghép những gì chúng nghe được lại cạnh nhau:`,
  mixHeads: 'W_O trộn chúng lại: tích vô hướng của dãy số này với một cột của W_O là một số của kết quả.',

  nowTitle: 'BÂY GIỜ TÔI LÀ AI, VÀ NHỮNG TỪ KHÁC',
  nowTitleAlone: 'BÂY GIỜ TÔI LÀ AI',
  beforeAndNow: (p) => `Vector của tôi trước đây là ${p.before}, bây giờ là ${p.after}`,
  nowOnly: (p) => `Vector của tôi bây giờ là ${p.after}`,
  mostOfIt: (p) => `: ${prose(p.share)} là ${p.name}.`,
  whatISaid: 'lời của chính tôi',
  fractions: FRACTIONS,
  allWords: (p) => `Cả ${count(p.count)} từ cùng làm như vậy một lúc. Hàng = ai nghe, cột = ai được nghe:`,
  allQueries: (p) => `Cả ${count(p.count)} truy vấn cùng làm như vậy một lúc. Hàng = ai nghe, cột = ai được nghe:`,
  strongest: 'nghe nhiều nhất',
  spreadMeans: (p) => `(${prose(p.bits)} bit = tôi nghe cả ${count(p.count)} từ như nhau)`,
  circuits: 'Tôi nhìn VÀO ĐÂU là do Q và K. Tôi lấy ĐIỀU GÌ là do V. (phần QK, phần OV)',
  notWhy: 'Những số này cho thấy một từ đã nhìn vào đâu, không cho biết vì sao mô hình trả lời như vậy.',
  tryThis: 'Thử:',
  notHear: (p) => `(không nghe ${p.name})`,
  byHand: '(tự tính bằng tay)',
  compareTitle: 'NẾU NHƯ',
  withoutHidden: (p) =>
    `Vẫn câu hỏi ấy, nhưng không có ${list(p.names, 0)}: phần của ${p.names.length > 1 ? 'chúng' : 'từ đó'} được chia cho các từ còn lại.`,
  afterChange: 'Vẫn câu hỏi ấy, trước và sau khi thay đổi.',
  outputBefore: 'kết quả trước',
  outputAfter: 'kết quả sau',
};
