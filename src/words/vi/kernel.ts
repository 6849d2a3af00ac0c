import type { KernelFacts } from '../../kernel/facts.js';
import type { PlainSentences } from '../sentence.js';

export const kernel: PlainSentences<KernelFacts> = {
  'kernel-lacks-stage': ({ found }) => `cần ${found}, mà kernel chỉ cho output, weights, lse và các gradient`,
  'kernel-weights-beside-gradients': () => 'cần cả trọng số lẫn gradient, mà kernel chỉ cho một trong hai',
  'kernel-lacks-option': ({ option }) => `kernel không hỗ trợ ${option}`,
  'kernel-lacks-choice': ({ option, found }, naming) =>
    option === 'dtype' ? `${naming.option(option, found)} làm tròn mọi bước` : `${CHOICES[option]} là ${found}`,
  'kernel-scale-by-row': () => 'hệ số khác nhau theo từng hàng',
  'kernel-score-mod': (_, { option }) => `${option('score-mod')} có thể là hàm bất kỳ của điểm số`,
  'kernel-sink-not-finite': () => 'có sink không phải số hữu hạn',
  'kernel-size-zero': () => 'có một kích thước bằng 0',
  'kernel-value-heads': () => 'chỉ tính được gradient khi số đầu khóa bằng số đầu giá trị',
  'kernel-padding': ({ emptyRows }, { option }) =>
    `các truy vấn đệm có kết quả 0, trái với ${option('empty-rows', emptyRows)}`,
  'kernel-documents-scattered': () => 'các khóa của một tài liệu không đứng cạnh nhau theo thứ tự của các truy vấn',
  'kernel-expression-too-large': ({ option }) => `${option} là biểu thức cho quá nhiều ô`,
  'kernel-no-simd': () => 'môi trường chạy này không có SIMD',
  'kernel-few-scores': ({ scores }) => `chỉ có ${scores} điểm số: bản tham chiếu tính được ngay`,
  'kernel-memory': () => 'cần hơn 4 GiB',
  'kernel-not-finite': ({ of }) => `${of === 'weights' ? 'trọng số' : 'gradient'} của những số không hữu hạn`,
  'kernel-empty-rows': ({ emptyRows }, { option }) =>
    `gradient của những truy vấn không thấy khóa nào, với ${option('empty-rows', emptyRows)}`,
};

const CHOICES = { similarity: 'hàm tương đồng', normalizer: 'hàm chuẩn hóa', temperature: 'nhiệt độ' } as const;
