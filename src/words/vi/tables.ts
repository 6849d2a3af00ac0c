import type { TableWords } from '../en/tables.js';

export const tables: TableWords = {
  rowsSumTo1: 'mỗi hàng có tổng bằng 1',
  head: (number, of) => `đầu ${number} trong ${of}`,
  batchItem: (number, of) => `mục ${number} trong ${of} của lô`,
  layer: (number, of) => `lớp ${number} trong ${of}`,
  problem: (number, of) => `bài ${number} trong ${of}`,
  problems: (count) => `${count} bài`,
  masked: 'bị che: không được chú ý tới',
  noRows: '(không có hàng nào)',
  noColumns: '(không có cột nào)',
  left: {
    columns: (shown, of) => `${shown} trong ${of} cột`,
    rows: (shown, of) => `${shown} trong ${of} hàng`,
  },
  showing: (what) => `đang hiện ${what}; --full, --width hoặc --json để xem tất cả`,
  otherHeads: (of) => `đầu tiên trong ${of}; --head N hoặc --batch N để xem cái khác, --full hoặc --json để xem tất cả`,
  before: (hidden) => `trước khi ẩn ${hidden}`,
  after: (hidden) => `sau khi ẩn ${hidden}`,
  largest: (count) => `${count} số lớn nhất của mỗi hàng`,
  othersShare: (count, share) => `${count} từ còn lại có ${share}`,
  everyBlock: (size) => `mỗi ô là trung bình của tối đa ${size}×${size} số`,
  bits: 'bit',
  nats: 'nat',
};
