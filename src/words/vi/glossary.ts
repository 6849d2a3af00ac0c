import type { GlossaryWords } from '../en/glossary.js';

/** The glossary in Vietnamese. */
export const glossary: GlossaryWords = {
  glossaryTitle: 'CƠ CHẾ CHÚ Ý TRONG BẢY DÒNG   softmax( Q·Kᵀ / √d_k ) · V',
  glossary: [
    {
      term: 'Q · truy vấn',
      formula: 'Q = X·W_Q',
      meaning: '“Tôi muốn tìm gì”. Mỗi từ hỏi bằng vector truy vấn của mình, một hàng của Q.',
      example: '“nó” hỏi: ai mệt?',
    },
    {
      term: 'K · khóa',
      formula: 'K = X·W_K',
      meaning: '“Tôi có gì để so sánh”. Mỗi truy vấn được so với mọi vector khóa.',
      example: '“con vật” đưa ra: một sinh vật.',
    },
    {
      term: 'V · giá trị',
      formula: 'V = X·W_V',
      meaning: '“Thông tin tôi mang”. Chỉ vector giá trị được truyền đi cho những từ lắng nghe.',
      example: '“con vật” kể cho “nó” biết mình là gì.',
    },
    {
      term: 'QKᵀ + softmax',
      formula: 'A = softmax(Q·Kᵀ / √d_k)',
      meaning:
        'Tích vô hướng q·k là điểm tương quan: mức độ liên quan của hai từ. Chia √d_k để ổn định, tránh số quá lớn. softmax chuẩn hóa điểm thành trọng số chú ý (α): không số nào âm, mỗi hàng có tổng bằng 1.',
      example: '“nó” dành cho “con vật” 60%, “con đường” 10%, còn lại cho các từ khác.',
    },
    {
      term: 'kết quả',
      formula: 'A·V',
      meaning: 'Tổng có trọng số của các vector giá trị: biểu diễn mới của mỗi từ, mang theo ngữ cảnh.',
      example: '“nó” giờ mang phần lớn là “con vật”.',
    },
    {
      term: 'nhiều đầu chú ý',
      formula: 'concat(head₁, …, headₕ)·W_O',
      meaning:
        'Nhiều phép chú ý cạnh nhau, mỗi đầu có W_Q, W_K, W_V riêng, học được qua huấn luyện. Mỗi đầu có thể theo dõi một điều khác; W_O trộn những gì chúng tìm được.',
      example: 'Một đầu theo dõi động từ, một đầu tìm xem “nó” là ai.',
    },
    {
      term: 'sao không chỉ dùng RNN',
      formula: 'đường đi: 1 bước, không phải n',
      meaning:
        'RNN chuyển thông tin lần lượt qua từng từ, đi qua nhiều từ thì chẳng còn lại bao nhiêu. Cơ chế chú ý nhìn thẳng vào mọi từ dù ở xa (phụ thuộc xa), và tính mọi từ cùng một lúc.',
      example: 'attn rnn --sentence "…" --token it',
    },
  ],
};
