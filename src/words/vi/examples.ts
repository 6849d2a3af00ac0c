import type { Lexicon, Noun } from '../lexicon.js';

const withClassifier = (phrase: string): Noun => ({ noun: phrase.split(' ').at(-1)!, phrase });

/** The same in Vietnamese. Nouns and adjectives are of one syllable, so that each is one word to the tokenizer. */
export const examples: Lexicon = {
  sentence: 'Con vật không băng qua con đường vì nó mệt',
  pronoun: 'nó',
  goers: [
    'con vật',
    'con chó',
    'con mèo',
    'con ngựa',
    'con cáo',
    'con thỏ',
    'con dê',
    'con cừu',
    'con lừa',
    'con nai',
    'con bò',
    'con voi',
  ].map(withClassifier),
  places: [
    'con đường',
    'con phố',
    'con sông',
    'cây cầu',
    'cánh đồng',
    'cái hồ',
    'con suối',
    'khu vườn',
    'con đèo',
    'con hẻm',
    'con kênh',
    'cái sân',
  ].map(withClassifier),
  ofGoers: ['mệt', 'đói', 'sợ', 'ốm', 'yếu', 'khát', 'lười', 'đau'],
  ofPlaces: ['rộng', 'trơn', 'ngập', 'dốc', 'dài', 'tối', 'vắng', 'hẹp'],
  patterns: [
    '{goer} không băng qua {place} vì nó {adjective}',
    '{goer} đã không băng qua {place} vì nó quá {adjective}',
    '{goer} quay lại ở {place} vì nó rất {adjective}',
    'Đến {place} thì {goer} quay lại vì nó {adjective}',
    'Gần {place} thì {goer} dừng lại vì nó quá {adjective}',
    'Hôm qua {goer} không băng qua {place} vì nó {adjective}',
    '{place} không được {goer} băng qua vì nó {adjective}',
    'Vì nó {adjective} nên {goer} không thể băng qua {place}',
    'Buổi chiều {goer} không chịu băng qua {place} bởi vì nó {adjective}',
    'Hôm đó {place} bị {goer} tránh xa vì nó quá {adjective}',
    'Trước {place} thì {goer} dừng lại vì nó rất {adjective}',
    'Ở bên kia {place} thì {goer} đứng đợi vì nó {adjective}',
  ],
};
