import type { Normalizer } from '../core/index.js';
import type { Language } from './languages.js';

/** What the lesson tells about a normalizer; all languages side by side, so that a new normalizer has one place for its words. */
export const NORMALIZER_LESSONS: Readonly<Record<Normalizer, Readonly<Record<Language, string>>>> = {
  softmax: { en: '', vi: '' }, // it is opened up, step by step
  sigmoid: {
    en: 'Each share is 1 / (1 + e^−x) on its own: nobody competes, and the shares need not add up to 1.',
    vi: 'Mỗi phần tự tính bằng 1 / (1 + e^−x): không ai tranh với ai, và tổng các phần không nhất thiết bằng 1.',
  },
  sparsemax: {
    en: 'Sparsemax takes the shares that lie nearest to the scores and add up to 1: weak voices get exactly 0.',
    vi: 'Sparsemax lấy các phần gần với điểm nhất mà tổng vẫn bằng 1: giọng yếu được đúng 0.',
  },
  hardmax: {
    en: 'Hardmax gives everything to the largest score.',
    vi: 'Hardmax dành tất cả cho điểm lớn nhất.',
  },
  none: {
    en: 'Each score is the weight as it is: nothing is divided, and a weight may be negative.',
    vi: 'Mỗi điểm được dùng luôn làm trọng số: không chia gì cả, và trọng số có thể âm.',
  },
  sum: {
    en: 'Each score is divided by the sum of all that I may hear: no e^x, only shares of the sum.',
    vi: 'Mỗi điểm được chia cho tổng các điểm mà tôi được nghe: không có e^x, chỉ là phần của tổng.',
  },
  softmax1: {
    en: 'Softmax1 adds 1 to the sum below: if no score is large I may keep part of my attention to myself.',
    vi: 'Softmax1 cộng thêm 1 vào tổng ở mẫu số: nếu không điểm nào lớn, tôi có thể giữ lại một phần sự chú ý.',
  },
  relu: {
    en: 'A score below 0 counts as 0, a larger one is the weight as it is: the weights need not add up to 1.',
    vi: 'Điểm âm được tính là 0, điểm dương được dùng luôn làm trọng số: tổng các trọng số không nhất thiết bằng 1.',
  },
  relu2: {
    en: 'A score below 0 counts as 0, a larger one is squared: the weights need not add up to 1.',
    vi: 'Điểm âm được tính là 0, điểm dương được bình phương: tổng các trọng số không nhất thiết bằng 1.',
  },
  entmax15: {
    en: 'Entmax lies between softmax and sparsemax: the shares add up to 1, and weak voices get exactly 0.',
    vi: 'Entmax nằm giữa softmax và sparsemax: tổng các phần bằng 1, và giọng yếu được đúng 0.',
  },
  'stick-breaking': {
    en: 'I break a stick: the latest word takes its part σ(x), each earlier one its part of what is left.',
    vi: 'Tôi bẻ một cái que: từ sau cùng lấy phần σ(x) của nó, mỗi từ trước đó lấy phần của nó trong đoạn còn lại.',
  },
};
