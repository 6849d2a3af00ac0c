import type { Causal, StageName } from '../core/index.js';
import type { Language } from '../show/index.js';

/** The words of the page around the numbers; those of pictures and lesson have catalogues of their own. */
export interface PageWords {
  readonly headView: string;
  readonly weights: string;
  readonly steps: string;
  readonly arithmetic: string;
  readonly lesson: string;
  readonly whatIf: string;
  readonly hide: string;
  readonly hideWord: (word: string) => string;
  readonly causal: string;
  readonly causalChoice: Readonly<Record<'none' | 'on' | Causal, string>>;
  readonly temperature: string;
  readonly reset: string;
  readonly changed: (changes: readonly string[]) => string;
  readonly without: (words: readonly string[]) => string;
  readonly withAgain: (words: readonly string[]) => string;
  readonly digits: string;
  readonly all: string;
  readonly top: string;
  readonly scale: string;
  readonly scaleChoice: Readonly<Record<'fixed' | 'stretch' | 'log', string>>;
  readonly language: string;
  readonly theme: string;
  readonly themeChoice: Readonly<Record<'auto' | 'light' | 'dark', string>>;
  readonly head: (number: number) => string;
  readonly item: (number: number) => string;
  readonly heads: string;
  readonly saveSvg: string;
  readonly copyCell: string;
  readonly copyNumpy: string;
  readonly print: string;
  readonly copied: string;
  readonly saved: string;
  readonly keys: string;
  readonly pinned: string;
  readonly together: string;
  readonly wordListens: (word: string) => string;
  readonly wordHeard: (word: string) => string;
  readonly step: string;
  readonly back: string;
  readonly next: string;
  readonly speaker: string;
  readonly overview: (block: number) => string;
  readonly overviewHint: string;
  readonly earlier: string;
  readonly later: string;
  readonly axis: Readonly<Record<'query' | 'key' | 'new-key' | 'feature' | 'one', string>>;
  readonly failed: string;
  readonly stage: Partial<Readonly<Record<StageName, string>>>;
  readonly tokens: (count: number) => string;
}

const en: PageWords = {
  headView: 'Who listens to whom',
  weights: 'Weights',
  steps: 'Step by step',
  arithmetic: 'Arithmetic',
  lesson: 'Told by one word',
  whatIf: 'What if',
  hide: 'hide a word',
  hideWord: (word) => `hide ${word}`,
  causal: 'causal mask',
  causalChoice: {
    none: 'off',
    on: 'on',
    'top-left': 'top-left',
    'bottom-right': 'bottom-right',
    offset: 'after the cache',
  },
  temperature: 'temperature',
  reset: 'Back to the file',
  changed: (changes) => `changed from file: ${changes.join(' · ')}`,
  without: (words) => `without ${words.join(', ')}`,
  withAgain: (words) => `with ${words.join(', ')} again`,
  digits: 'digits',
  all: 'all',
  top: 'lines per word',
  scale: 'colours',
  scaleChoice: { fixed: '0 to 1', stretch: 'stretched', log: 'logarithmic' },
  language: 'language',
  theme: 'theme',
  themeChoice: { auto: 'as the system', light: 'light', dark: 'dark' },
  head: (number) => `head ${number}`,
  item: (number) => `item ${number}`,
  heads: 'Heads',
  saveSvg: 'Save SVG',
  copyCell: 'Copy cell',
  copyNumpy: 'Copy as NumPy',
  print: 'Print',
  copied: 'copied',
  saved: 'saved',
  keys: 'Point at a number. Arrow keys move, Enter pins, Shift+Enter adds, Esc clears.',
  pinned: 'pinned',
  together: 'together',
  wordListens: (word) => `${word} listens to`,
  wordHeard: (word) => `${word} is heard by`,
  step: 'step',
  back: 'Back',
  next: 'Next',
  speaker: 'who speaks',
  overview: (block) => `Overview: every block is the mean of up to ${block} × ${block} cells.`,
  overviewHint: 'Click to move the window below.',
  earlier: 'earlier',
  later: 'later',
  axis: { query: 'rows', key: 'keys', 'new-key': 'keys', feature: 'columns', one: 'columns' },
  failed: 'This cannot be computed.',
  stage: { x: 'embeddings', q: 'what each word looks for', k: 'what each word offers', v: 'what each word tells' },
  tokens: (count) => `${count} ${count === 1 ? 'token' : 'tokens'}`,
};

const vi: PageWords = {
  headView: 'Ai lắng nghe ai',
  weights: 'Trọng số chú ý',
  steps: 'Từng bước',
  arithmetic: 'Phép tính',
  lesson: 'Một từ tự kể',
  whatIf: 'Nếu như',
  hide: 'ẩn một từ',
  hideWord: (word) => `ẩn ${word}`,
  causal: 'mặt nạ causal',
  causalChoice: {
    none: 'tắt',
    on: 'bật',
    'top-left': 'trên-trái',
    'bottom-right': 'dưới-phải',
    offset: 'sau bộ nhớ đệm',
  },
  temperature: 'nhiệt độ',
  reset: 'Trở về như tệp',
  changed: (changes) => `khác với tệp: ${changes.join(' · ')}`,
  without: (words) => `không có ${words.join(', ')}`,
  withAgain: (words) => `lại có ${words.join(', ')}`,
  digits: 'số chữ số',
  all: 'tất cả',
  top: 'số đường mỗi từ',
  scale: 'màu',
  scaleChoice: { fixed: '0 đến 1', stretch: 'kéo giãn', log: 'logarit' },
  language: 'ngôn ngữ',
  theme: 'giao diện',
  themeChoice: { auto: 'theo hệ thống', light: 'sáng', dark: 'tối' },
  head: (number) => `đầu ${number}`,
  item: (number) => `mục ${number}`,
  heads: 'Các đầu chú ý',
  saveSvg: 'Lưu SVG',
  copyCell: 'Chép ô',
  copyNumpy: 'Chép dạng NumPy',
  print: 'In',
  copied: 'đã chép',
  saved: 'đã lưu',
  keys: 'Hãy trỏ vào một số. Phím mũi tên di chuyển, Enter ghim, Shift+Enter thêm, Esc bỏ.',
  pinned: 'đã ghim',
  together: 'cộng lại',
  wordListens: (word) => `${word} lắng nghe`,
  wordHeard: (word) => `${word} được nghe bởi`,
  step: 'bước',
  back: 'Trước',
  next: 'Tiếp',
  speaker: 'ai kể',
  overview: (block) => `Toàn cảnh: mỗi ô là trung bình của tối đa ${block} × ${block} số.`,
  overviewHint: 'Bấm để dời khung nhìn bên dưới.',
  earlier: 'trước',
  later: 'sau',
  axis: { query: 'hàng', key: 'khóa', 'new-key': 'khóa', feature: 'cột', one: 'cột' },
  failed: 'Không tính được.',
  stage: { x: 'vector nhúng', q: 'mỗi từ muốn tìm gì', k: 'mỗi từ có gì để so sánh', v: 'thông tin mỗi từ mang' },
  tokens: (count) => `${count} token`,
};

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en, vi };
