import type { WorksheetWords } from '../en/worksheet.js';

/** The worksheet and its key in Vietnamese. */
export const worksheet: WorksheetWords = {
  sheetWords: ['con mèo', 'nằm', 'trên', 'tấm thảm', 'đỏ', 'cạnh', 'cửa sổ', 'lớn'],
  sheetTitle: (p) => `Tính chú ý bằng tay · phiếu ${p.seed}`,
  sheetKeyTitle: (p) => `Tính chú ý bằng tay · đáp án phiếu ${p.seed}`,
  sheetName: 'Họ tên: ______________________',
  sheetIntro: (p) =>
    `${p.words} từ, d_k = ${p.dK}, nên √d_k = ${p.root}. Hãy điền mọi chỗ trống. Làm tròn đến 4 chữ số thập phân.`,
  sheetGiven: 'Cho trước',
  sheetGivenText:
    'Mỗi từ muốn tìm một điều (hàng của từ đó trong Q), có một thứ để so sánh (hàng trong K) và mang một thông tin (hàng trong V).',
  sheetScores: '1 · Điểm: q · k',
  sheetScoresText: (p) =>
    `Đặt q của hàng cạnh k của cột, nhân từng cặp số rồi cộng lại. Ô đầu tiên đã làm mẫu: ${p.row} hỏi ${p.column}: ${p.sum}`,
  sheetScaled: (p) => `2 · Vặn nhỏ âm lượng: ÷ ${p.root}`,
  sheetExps: '3 · e^x, sau khi trừ số lớn nhất',
  sheetExpsText: 'Trừ số lớn nhất của mỗi hàng khỏi hàng đó, rồi tra e^x ở bảng này. Cột cuối là tổng.',
  sheetWeights: '4 · Trọng số: ÷ tổng',
  sheetWeightsText: 'Chia mỗi e^x cho tổng của hàng. Mỗi hàng phải có tổng bằng bao nhiêu?',
  sheetOutput: '5 · Kết quả: trọng số · V',
  sheetOutputText: 'Với mỗi từ: lấy từng trọng số nhân với V của cột đó, rồi cộng lại.',
  sheetQuestions: '6 · Câu hỏi',
  sheetMost: (p) => `${p.name} nghe từ nào nhiều nhất?`,
  sheetCausal: (p) =>
    `Nếu không từ nào được nhìn các từ đứng sau mình (causal), ${p.name} không được nghe ${p.hidden}. Khi đó các trọng số của từ đó là bao nhiêu?`,
  sheetHidden: (p) =>
    `Trong Q, K và V, cái nào quyết định ${p.name} nhìn vào đâu, cái nào quyết định từ đó lấy điều gì?`,
  sheetHiddenAnswer: 'Q và K quyết định từ đó nhìn vào đâu, V quyết định từ đó lấy điều gì.',
  sheetRounding: 'Lệch một đơn vị ở chữ số cuối vẫn là đúng: điều đó tùy vào lúc bạn làm tròn.',
};
