import type { Language } from '../renderer.js';

/**
 * What `core` says of a computation (its warnings, the values of its conventions), in the language of the reader. The calculator itself
 * speaks English, which is what JSON and scripts get; a sentence that has no words here stays as it is.
 *
 * @example retold('joins the denominator only, as it is (not scaled, capped or masked)', 'vi').startsWith('chỉ cộng vào mẫu số') // => true
 */
export function retold(text: string, lang: Language): string {
  if (lang === 'en') return text;
  const rule = VIETNAMESE.find(([pattern]) => pattern.test(text));
  return rule ? text.replace(rule[0], (_all, ...groups) => rule[1](...(groups as string[]))) : text;
}

type Rule = readonly [pattern: RegExp, say: (...groups: string[]) => string];

const VIETNAMESE: readonly Rule[] = [
  // Warnings.
  [
    /^(?:this query|these queries) may see no key: ([\s\S]*); (.*) \(--empty-rows\)$/,
    (rows, done) => `truy vấn không được nghe khóa nào: ${places(rows!)}; ${EMPTY.get(done!) ?? done} (--empty-rows)`,
  ],
  [/^scores that are no finite numbers: ([\s\S]*)$/, (cells) => `có điểm không phải số hữu hạn: ${places(cells!)}`],
  [/^output that is no finite number: ([\s\S]*)$/, (cells) => `đầu ra không phải số hữu hạn: ${places(cells!)}`],
  [
    /^NaN or ∞ in K or V of ([\s\S]*) stands behind the mask and changes nothing here; 0·NaN makes it NaN in PyTorch$/,
    (keys) =>
      `NaN hoặc ∞ trong K hay V của ${places(keys!)} nằm sau mặt nạ nên ở đây không đổi gì; trong PyTorch 0·NaN làm nó thành NaN`,
  ],
  // Conventions.
  [/^none$/, () => 'không'],
  [/^natural logarithm$/, () => 'logarit tự nhiên'],
  [/^bits$/, () => 'bit'],
  [/^attend$/, () => 'được nghe'],
  [/^ignore$/, () => 'bị bỏ qua'],
  [
    /^(\d+) neighbouring query heads share one key\/value head$/,
    (count) => `${count} đầu truy vấn cạnh nhau dùng chung một đầu khóa/giá trị`,
  ],
  [/^(.*), before bias and mask$/, (cap) => `${cap}, trước độ lệch và mặt nạ`],
  [
    /^(given|[\s\S]*), added to the (softcapped|scaled) scores$/,
    (bias, scores) =>
      `${bias === 'given' ? 'cho trước' : bias}, cộng vào điểm ${scores === 'scaled' ? 'đã chia' : 'đã giới hạn'}`,
  ],
  [/^(.*), slopes by the authors' rule$/, (bias) => `${bias}, độ dốc theo quy tắc của các tác giả`],
  [/^(.*), slopes given$/, (bias) => `${bias}, độ dốc cho trước`],
  [/^(half|interleaved), base (.*)$/, (kind, base) => `${kind}, cơ số ${base}`],
  [/^(\d+) keys? in front of K$/, (count) => `${count} khóa đứng trước K`],
  [/^query i stands at key (.*)$/, (at) => `truy vấn i đứng ở khóa ${items(at!)}`],
  [/^(top-left|bottom-right|offset) (\(j ≤ .*\))$/, (corner, rule) => `${corner} ${items(rule!)}`],
  [
    /^(.*) before, (.*) after, both inclusive$/,
    (before, after) =>
      `${before === 'all' ? 'mọi từ' : before} ở trước, ${after === 'all' ? 'mọi từ' : after} ở sau, tính cả hai đầu`,
  ],
  [/^missing columns are masked$/, () => 'các cột thiếu bị che'],
  [/^three axes are (.*)$/, (axes) => `ba trục là ${axes}`],
  [
    /^joins the denominator only, as it is \(not scaled, capped or masked\)$/,
    () => 'chỉ cộng vào mẫu số, giữ nguyên (không chia, không giới hạn, không che)',
  ],
  [/^every stage rounded to (.*)$/, (type) => `mọi bước được làm tròn về ${type}`],
];

const EMPTY: ReadonlyMap<string, string> = new Map([
  ['the sink takes all their weight', 'sink nhận hết trọng số'],
  ['weights and output are 0', 'trọng số và đầu ra bằng 0'],
  ['weights and output are NaN', 'trọng số và đầu ra là NaN'],
  ['all keys get the same weight', 'mọi khóa có trọng số như nhau'],
]);

/** `'it' (row 3, head 2)` and what is said around it. */
function places(text: string): string {
  return text
    .replace(
      /\(row (\d+)(?:, head (\d+))?(?:, batch item (\d+))?(, everywhere)?\)/g,
      (_, row, head?: string, item?: string, everywhere?: string) =>
        `(${[`hàng ${row}`, head && `đầu ${head}`, item && `mục ${item} của lô`, everywhere && 'ở khắp nơi'].filter(Boolean).join(', ')})`,
    )
    .replace(/(NaN|−?∞) at '/g, "$1 ở '")
    .replace(/\) for '/g, ") với '")
    .replace(/\), column (\d+)/g, '), cột $1')
    .replace(/;? and (\d+) more$/, ' và $1 chỗ nữa');
}

const items = (text: string): string => text.replace(/ by batch item/, ' theo từng mục của lô');
