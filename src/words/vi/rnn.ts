import type { RnnWords } from '../en/rnn.js';

export const rnn: RnnWords = {
  title: ({ token, count }) => `những gì tới được '${token}' từ ${count} từ đứng trước`,
  vectors: ({ dim, seed }) => `cả ba dùng chung các vector ngẫu nhiên, mỗi từ ${dim} số; chưa học gì cả; seed ${seed}`,
  arrivesTitle: ({ token }) => `bao nhiêu phần thông điệp của mỗi từ tới được '${token}' (số đứng trước: khoảng cách)`,
  arrivesNote:
    'Chuẩn của đạo hàm ∂(điều mà từ được hỏi biết)/∂(từ kia), so với chính thông điệp của từ kia khi nó vừa nói.',
  path: ({ word, paths }) => `Đường đi từ '${word}': ${paths}.`,
  names: { rnn: 'RNN', lstm: 'LSTM', attention: 'attention' },
  steps: ({ count }) => `${count} bước`,
  voice: ({ word, distance, rnn, attention }) =>
    `Đọc lần lượt từng từ, '${word}' phải đi qua ${distance} bước mới tới tôi: chỉ còn ${rnn}. Attention hỏi thẳng nó, trong 1 bước: ${attention}. Với attention, xa hay gần không khác nhau; lắng nghe ai là điều phải học (attn train).`,
  costTitle: ({ dim }) => `chi phí để đọc n từ, mỗi từ ${dim} số`,
  costSteps: 'số bước nối tiếp nhau',
  costMultiplications: 'số phép nhân',
  costNote: ({ from }) =>
    `Attention phải trả giá cho đường đi ngắn: RNN 2·n·d², LSTM 8·n·d², attention 4·n·d²\u00a0+\u00a02·n²·d. Từ n = ${from} trở đi phần n² lớn hơn, và phải giữ n² trọng số.`,
  recallTitle: ({ steps, seeds }) =>
    `nhớ lại: từ nào đứng cách đây k bước? tỉ lệ trả lời đúng sau ${steps} bước học, trung bình và khoảng của ${seeds} seed`,
  recallNumbers: ({ count }) => `${count} số`,
  recallNote: ({ chance, tests }) =>
    `Đoán bừa thì đúng ${chance}. 16 từ ngẫu nhiên trong 8 từ, rồi câu hỏi; ${tests} bài cho mỗi k và mỗi seed.`,
};
