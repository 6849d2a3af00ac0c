import type { CheckFacts } from '../../check/facts.js';
import type { Sentences } from '../sentence.js';
import { grouped } from '../numbers.js';

const held = (names: readonly string[]): string => names.join(', ') || 'không bước nào';

export const check: Sentences<CheckFacts> = {
  'results-without-common-stage': ({ first, second, near }) => ({
    what: 'hai kết quả không có bước nào chung',
    detail: `kết quả thứ nhất có ${held(first)}; kết quả thứ hai có ${held(second)}`,
    ...(near !== undefined && { fix: `ý bạn là ${near}?` }),
  }),
  'stage-not-comparable': ({ stage, gradient }, { option }) => ({
    what: `không có ${stage} để so sánh`,
    fix: gradient ? `hãy cho thêm ${option('grad')} (dO)` : 'nó thuộc về softmax',
  }),
  'stage-shape-differs': ({ stage, found, expected }) => ({
    what: 'kích thước không khớp',
    detail: `nó là ${found}, ${stage} là ${expected}`,
  }),
  'output-shape-unknown': ({ found, expected }, { option }) => ({
    what: 'không so sánh được OUT: kích thước của nó không phải của bước nào',
    detail: `OUT là ${found}, đầu ra là ${expected}`,
    fix: `hãy xem lại tensor nào đã được lưu, cùng ${option('heads')} và ${option('layout')}`,
  }),
  'exact-too-large': ({ found }) => ({
    what: `không dùng được với ${grouped(found)} phép nhân`,
    fix: 'hãy kiểm tra một đầu chú ý, hoặc ít hàng hơn',
  }),
  'exact-without-option': ({ options }, { option }) => ({
    what: `không dùng được với ${options.map((name) => option(name)).join(', ')}`,
    fix: `hãy bỏ ${option('exact')}: phép so sánh bằng float64 biết tùy chọn này`,
  }),
  'exact-without-score-mod': (_, { option }) => ({
    what: `không dùng được với ${option('score-mod')}`,
    fix: `score-mod chỉ tính được bằng float64: hãy cho các số của nó bằng ${option('bias')}`,
  }),
  'exact-over-keys-only': ({ over }, { option }) => ({
    what: `không dùng được với ${option('normalize-over', over)}`,
    fix: 'trọng số theo truy vấn chỉ tính được bằng float64',
  }),
  'no-score-overflows': () => 'không điểm nào bị tràn',
};
