import type { RnnWords } from '../en/rnn.js';
import { prose } from './prose.js';

export const rnn: RnnWords = {
  title: ({ token, count }) => `những gì tới được '${token}' từ ${count} từ đứng trước`,
  vectors: ({ dim, seed }) => `cả ba dùng chung các vector ngẫu nhiên, mỗi từ ${dim} số; chưa học gì cả; seed ${seed}`,
  arrivesTitle: ({ token }) => `bao nhiêu phần thông điệp của mỗi từ tới được '${token}' (số đứng trước: khoảng cách)`,
  arrivesNote:
    'Chuẩn của đạo hàm ∂(trạng thái tại từ được hỏi)/∂(vector của từ đứng trước), so với chuẩn đó ngay tại từ đứng trước.',
  path: ({ word, paths }) => `Đường đi từ '${word}': ${paths}.`,
  names: { rnn: 'RNN', lstm: 'LSTM', attention: 'cơ chế chú ý' },
  steps: ({ count }) => `${count} bước`,
  voice: ({ word, distance, rnn, attention }) =>
    `Đọc lần lượt từng từ, '${word}' phải đi qua ${distance} bước mới tới tôi: chỉ còn ${prose(rnn)}. Cơ chế chú ý hỏi thẳng từ đó, trong 1 bước: ${prose(attention)}. Với cơ chế chú ý, xa hay gần không khác nhau; lắng nghe ai là điều phải học (attn train).`,
  costTitle: ({ dim }) => `chi phí để đọc n từ, mỗi từ ${dim} số`,
  costSteps: 'số bước nối tiếp nhau',
  costMultiplications: 'số phép nhân',
  costNote: ({ from }) =>
    `Cơ chế chú ý phải trả giá cho đường đi ngắn: RNN 2·n·d², LSTM 8·n·d², cơ chế chú ý 4·n·d²\u00a0+\u00a02·n²·d. Từ n = ${from} trở đi phần n² lớn hơn, và phải giữ n² trọng số.`,
  recallTitle: ({ steps, seeds }) =>
    `nhớ lại: từ nào đứng cách đây k bước? độ chính xác sau ${steps} bước học, trung bình và khoảng của ${seeds} seed`,
  recallNumbers: ({ count }) => `${count} số`,
  recallNote: ({ chance, tests }) =>
    `Đoán bừa thì đúng ${prose(chance)}. 16 từ ngẫu nhiên trong 8 từ, rồi câu hỏi; ${tests} bài cho mỗi k và mỗi seed.`,
};
