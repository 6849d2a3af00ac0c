import type { HelpWords } from '../en/help.js';

export const help: HelpWords = {
  groups: {
    Input: 'Đầu vào',
    Sentence: 'Câu',
    Mathematics: 'Toán học',
    Output: 'Đầu ra',
    Teaching: 'Dạy và học',
    Model: 'Mô hình',
    Global: 'Chung',
  },
  examples: 'Ví dụ',
  commands: 'Lệnh',
  about: {
    attn: 'Máy tính cơ chế chú ý: mọi bước của softmax(QKᵀ/√d_k)·V với đủ chữ số.',
    compute: 'nhận Q, K, V hoặc một câu, cho ra mọi bước của cơ chế chú ý',
    explain: 'giống attn compute --explain',
    check: 'đầu ra này có đúng không, nếu sai thì là lỗi quen thuộc nào?',
    train: 'học xem "nó" chỉ tới từ nào: lắng nghe ai, trước và sau khi học',
    model: 'một mô hình đã huấn luyện như khi tải về: mỗi head làm gì, hoặc một lớp bất kỳ bằng số',
    rnn: 'một câu qua RNN, LSTM và cơ chế chú ý: còn lại gì từ một từ đứng xa',
    glossary: 'các thuật ngữ: Q, K, V, QKᵀ + softmax, kết quả',
    worksheet: 'phiếu bài tập để tính bằng tay, kèm đáp án',
    bench: 'máy này tính cơ chế chú ý nhanh đến đâu, và đạt bao nhiêu phần giới hạn của phần cứng',
    completion: 'gợi ý lệnh cho shell: bash, zsh hoặc fish',
    help: 'trợ giúp cho một lệnh',
  },
  syntax: [
    `SRC    đường dẫn; - là stdin (một lần); tệp.npz#tên; hoặc viết thẳng: '[1 0; 0 1/2]'`,
    'EXPR   + - * / ^ < <= == and or not, sqrt exp log abs min max, pi; i truy vấn,',
    '       j khóa, h đầu, b mục của lô, đều từ 0; n_q, n_k; s điểm (--score-mod)',
    'STAGE  x q k v scores scaled softcapped masked weights heads output lse entropy',
  ],
  allFlags: ({ command, count }) => `attn ${command} --help cho xem đủ ${count} cờ.`,
  ofACommand: 'attn help compute, hoặc attn compute -h, cho xem các cờ của một lệnh.',
  exitCodes: 'Mã thoát: 0 xong, 1 dữ liệu hoặc phép tính lỗi, 2 gọi sai, 130 bị ngắt.',
};

export { flags } from './flags.js';
export { OPTION_HELP as options } from './options.js';
