import type { TrainingWords } from '../en/training.js';
import { prose } from './prose.js';

export const training: TrainingWords = {
  title: ({ train, heldOut }) => `${train} câu để học, ${heldOut} câu để dành kiểm tra`,
  model: ({ layers, heads, dim, learned, seed }) =>
    `${layers} lớp · ${heads} đầu chú ý · mỗi từ ${dim} số · ${learned} số được học · seed ${seed}`,
  loss: ({ epochs }) => `hàm mất mát: −ln(xác suất cho từ được chỉ tới), ${epochs} vòng học`,
  pageTitle: ({ word }) => `'${word}' chỉ tới từ nào: sự chú ý trước và sau khi học`,
  epoch: 'vòng',
  lossColumn: 'mất mát',
  learnedTitle: 'những gì đã học được',
  before: 'trước',
  after: 'sau',
  rightTrain: 'độ chính xác, các câu đã học',
  rightHeldOut: 'độ chính xác, các câu để dành',
  attends: ({ word }) => `từ mà '${word}' chỉ tới nhận trọng số lớn nhất`,
  swaps: ({ pairs, moved }) => `đổi một từ, trọng số lớn nhất chuyển sang danh từ kia: ${moved} trong ${pairs} cặp`,
  chance: ({ share }) => `đoán bừa trong các từ của câu: ${prose(share)}`,
  row: ({ word, heads }) => `'${word}' lắng nghe ai, lớp cuối${heads > 1 ? `, trung bình của ${heads} đầu` : ''}`,
  voiceBefore: ({ most, share, alike }) =>
    `Trước khi học, tôi lắng nghe ${alike ? 'mọi từ gần như nhau: nhiều nhất là ' : ''}'${most}', ${prose(share)}.`,
  voiceAfter: ({ other, word, share }) => `Với '${other}', giờ tôi lắng nghe '${word}', ${prose(share)}.`,
  voiceAfterPlain: ({ word, share }) => `Giờ tôi lắng nghe '${word}', ${prose(share)}.`,
  nobody: 'Không ai bảo tôi phải lắng nghe từ nào. Tôi chỉ được cho biết câu trả lời đúng.',
};
