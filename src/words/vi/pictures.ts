import type { PictureWords } from '../en/pictures.js';

export const pictures: PictureWords = {
  listens: 'lắng nghe',
  isHeard: 'được nghe',
  heard: 'được nghe',
  masked: 'bị che',
  given: 'cho trước',
  sum: 'tổng',
  cached: 'từ bộ nhớ đệm',
  emptyRow: 'truy vấn này không được nghe khóa nào: theo quy ước (--empty-rows)',
  reason: {
    'query-padding': 'truy vấn là phần đệm',
    hidden: 'đang ẩn',
    padding: 'phần đệm',
    causal: 'đứng sau (causal)',
    window: 'ngoài cửa sổ',
    chunk: 'ở đoạn khác',
    document: 'ở tài liệu khác',
    mask: 'mặt nạ không cho phép',
    bias: 'độ lệch của nó là −∞',
    selection: 'không được chọn',
  },
  contributes: 'kể lại',
  others: (count, together) => `… ${count} số nữa, cộng lại ${together}`,
  more: (count) => `… ${count} số nữa`,
  linksLeftOut: (count, of) => `không vẽ ${count} trong ${of} đường dưới 1 %`,
  onlyTop: (count) => `chỉ vẽ ${count} trọng số lớn nhất của mỗi hàng`,
  linkRule: 'đường càng rộng và đậm thì trọng số càng lớn',
  block: (rows, columns, cells, masked) =>
    `hàng ${rows}, cột ${columns}: ${cells} ô${masked > 0 ? `, trong đó ${masked} ô bị che` : ''}`,
  blockMean: 'trung bình',
  random: (seed) =>
    `vector ngẫu nhiên${seed === undefined ? '' : `, seed ${seed}`}: phép tính là thật, ý nghĩa thì không`,
  stretched: 'không trọng số nào đạt 0.25: thang đo kết thúc ở số lớn nhất',
  rowsRange: (from, to, of) => `${from}–${to} trong ${of}`,
};
