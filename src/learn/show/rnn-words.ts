import type { Language } from '../../show/index.js';

/** The texts of `attn rnn`. */
export interface RnnWords {
  readonly title: (p: { token: string; count: number }) => string;
  readonly vectors: (p: { dim: number; seed: number }) => string;
  readonly arrivesTitle: (p: { token: string }) => string;
  readonly arrivesNote: string;
  readonly path: (p: { word: string; paths: string }) => string;
  readonly names: Readonly<Record<'rnn' | 'lstm' | 'attention', string>>;
  readonly steps: (p: { count: number }) => string;
  readonly voice: (p: { word: string; distance: number; rnn: string; attention: string }) => string;
  readonly costTitle: (p: { dim: number }) => string;
  readonly costSteps: string;
  readonly costMultiplications: string;
  readonly costNote: (p: { from: number }) => string;
  readonly recallTitle: (p: { steps: number; seeds: number }) => string;
  readonly recallNumbers: (p: { count: number }) => string;
  readonly recallNote: (p: { chance: string; tests: number }) => string;
}

const en: RnnWords = {
  title: ({ token, count }) => `what reaches '${token}' of the ${count} word${count === 1 ? '' : 's'} before it`,
  vectors: ({ dim, seed }) =>
    `the same random vectors for all three, ${dim} numbers per word; nothing is trained; seed ${seed}`,
  arrivesTitle: ({ token }) => `how much of each word's message arrives at '${token}' (number in front: distance)`,
  arrivesNote:
    'Norm of the derivative ∂(what the token knows)/∂(the word), as a share of what the word says when it speaks itself.',
  path: ({ word, paths }) => `Path from '${word}': ${paths}.`,
  names: { rnn: 'RNN', lstm: 'LSTM', attention: 'attention' },
  steps: ({ count }) => `${count} step${count === 1 ? '' : 's'}`,
  voice: ({ word, distance, rnn, attention }) =>
    `Word by word, '${word}' has passed through ${distance} steps before I hear it: ${rnn} of it is left. Attention asks it directly, in 1 step: ${attention}. Far or near makes no difference to attention; whom to listen to, it has to learn (attn train).`,
  costTitle: ({ dim }) => `what it costs to read n words of ${dim} numbers`,
  costSteps: 'steps one after the other',
  costMultiplications: 'multiplications',
  costNote: ({ from }) =>
    `Attention pays for its short path: RNN 2·n·d², LSTM 8·n·d², attention 4·n·d²\u00a0+\u00a02·n²·d. Its n² part is the larger one from n = ${from} on, and n² weights have to be kept.`,
  recallTitle: ({ steps, seeds }) =>
    `recall: which word stood k steps ago? share of right answers after ${steps} steps of training, mean and range of ${seeds} seed${seeds === 1 ? '' : 's'}`,
  recallNumbers: ({ count }) => `${count} numbers`,
  recallNote: ({ chance, tests }) =>
    `Guessing is right in ${chance}. 16 random words out of 8, then the question; ${tests} tasks for each k and seed.`,
};

const vi: RnnWords = {
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

/** Adding a language is adding its words here. */
export const RNN_WORDS: Readonly<Record<Language, RnnWords>> = { en, vi };
