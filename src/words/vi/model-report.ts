import type { ModelReportWords } from '../en/model-report.js';

export const modelReport: ModelReportWords = {
  title: ({ type, layers, heads, kind }) =>
    `${type}: ${layers} lớp, mỗi lớp ${heads} head${kind === undefined ? '' : ` (${kind})`}`,
  tokens: ({ count }) => `${count} token`,
  map: 'mỗi head nhìn vào đâu, theo phần lớn trọng số của nó',
  layer: 'lớp',
  does: {
    previous: 'token ngay trước',
    first: 'token đầu tiên (sink)',
    same: 'chính token đó',
    next: 'token ngay sau',
    induction: 'token từng đứng sau cùng token đó (induction)',
    spread: 'mọi token như nhau',
    mixed: 'không thuộc loại nào',
  },
  legend: ({ letters }) => letters,
  strongest: 'các head rõ nhất',
  share: ({ does, share }) => `${share} vào ${does}`,
  next: 'token tiếp theo',
  gap: ({ position }) => `token ${position} bị che; mô hình điền`,
  without: ({ heads }) => `khi tắt ${heads}`,
  hint: 'attn model … --layer N --head M cho xem các con số của một head',
};
