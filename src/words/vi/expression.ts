import type { ArgumentCount, Context, ExpressionFacts, ForeignThing, PerCent } from '../../expression/facts.js';
import { numberWord } from '../symbols.js';
import { quoted } from '../quoted.js';
import type { Naming, Sentences } from '../sentence.js';

export const expression: Sentences<ExpressionFacts> = {
  'expression-empty': () => 'biểu thức rỗng',
  'expression-too-long': ({ most }) => `biểu thức dài hơn ${most} ký tự`,
  'expression-too-many-parts': ({ most }) => `biểu thức có hơn ${most} tên, số và toán tử`,
  'expression-too-deep': ({ most }) => `hơn ${most} dấu ngoặc lồng nhau`,
  'expression-more-mistakes': ({ count }) => `và ${count} lỗi nữa trong biểu thức`,

  'expression-foreign-operator': ({ found, expected }) => ({
    what: `ở đây không dùng ${quoted(found)}`,
    fix: `viết ${expected}${OPERATOR_NOTE[found] ?? ''}`,
  }),
  'expression-foreign-character': ({ found, of }) =>
    of === undefined
      ? `gặp ${quoted(found)} ngoài dự kiến trong biểu thức`
      : `gặp ${quoted(found)} ngoài dự kiến: ${FOREIGN[of]}`,

  'expression-value-missing': ({ before, perCent }) => ({
    what: `thiếu một giá trị trước ${quoted(before)}`,
    ...perCentFix({ perCent }),
  }),
  'expression-operator-missing': ({ before, word, product }) => ({
    what: `thiếu một toán tử trước ${quoted(before)}`,
    ...(word !== undefined && { fix: `viết ${word}` }),
    ...(product && { fix: `viết ${product[0]} * ${product[1]} nếu ý bạn là phép nhân` }),
  }),
  'expression-ends-early': ({ perCent }) => ({
    what: 'biểu thức kết thúc ở chỗ còn cần một giá trị',
    ...perCentFix({ perCent }),
  }),
  'expression-not-between': () => ({
    what: "'not' đứng trước một điều kiện, không đứng giữa hai điều kiện",
    fix: 'viết and not, or not hoặc !=',
  }),
  'expression-not-operand': () => ({
    what: "'not' chỉ áp dụng cho giá trị ngay sau nó",
    fix: 'đặt cả điều kiện trong ngoặc: not (…)',
  }),
  'expression-comma-outside': ({ decimal }) => ({
    what: "',' nằm ngoài dấu ngoặc của hàm",
    fix: decimal === undefined ? 'chỉ viết một giá trị' : `dùng dấu chấm thập phân: ${decimal}`,
  }),
  'expression-nothing-between': ({ open, close }) => `không có gì giữa '${open}' và '${close}'`,
  'expression-bracket-not-open': () => "có ')' mà không có '('",
  'expression-bracket-not-closed': ({ found }) => `'${found}' không được đóng lại`,
  'expression-bracket-mismatch': ({ found, open }) => `gặp '${found}' ngoài dự kiến: ${quoted(open)} vẫn còn mở`,
  'expression-colon-alone': () => ({
    what: "có ':' mà không có '?'",
    fix: 'viết điều_kiện ? a : b; ở đây không có khoảng kiểu a:b',
  }),
  'expression-question-alone': () => ({ what: "có '?' mà không có ':'", fix: 'viết điều_kiện ? a : b' }),

  'expression-number-too-large': ({ found }) => ({
    what: `${found} quá lớn đối với float64`,
    fix: 'viết inf nếu ý bạn là vô cùng',
  }),
  'expression-unknown-name': ({ found, expected, elsewhere, instead, near }, naming) => {
    const known = expected.length > 0 ? `ở đây có ${expected.join(', ')}` : 'ở đây có các số, pi, e và các hàm';
    const meant = elsewhere
      ? `${found} chỉ có trong ${elsewhere.map((context) => writtenIn(context, naming)).join(' và ')}`
      : (insteadOf(instead, found) ?? didYouMean(near));
    return {
      what: `không có tên ${quoted(found)} trong biểu thức`,
      fix: meant === undefined ? known : `${meant} (${known})`,
    };
  },
  'expression-unknown-function': ({ found, expected, instead, near }) => ({
    what: `không có hàm ${quoted(found)} trong biểu thức`,
    fix: insteadOf(instead, found) ?? didYouMean(near) ?? `các hàm có là ${expected.join(' ')}`,
  }),
  'expression-function-alone': ({ found }) => ({ what: `${found} là một hàm`, fix: `viết ${found}(…)` }),
  'expression-number-called': ({ found }) => ({
    what: `${found} là một số, không phải hàm`,
    fix: `viết ${found} * (…) nếu ý bạn là phép nhân`,
  }),
  'expression-array-called': ({ found }) => ({
    what: `${found} là một mảng, không phải hàm`,
    fix: `viết ${found}[…]: chỉ số đặt trong ngoặc vuông`,
  }),
  'expression-not-array': ({ found, is, near }, { option }) => ({
    what: `${quoted(found)} không phải mảng`,
    fix:
      is === 'number'
        ? `${found} là một số: viết riêng nó`
        : is === 'function'
          ? `${found} là một hàm: viết ${found}(…)`
          : (didYouMean(near) ?? `${option('let')} ${found}=SRC khai báo nó là mảng`),
  }),
  'expression-array-axes': ({ name, found, expected }) => ({
    what: `${name} có ${expected} trục, nhưng có ${found} chỉ số`,
    fix: expected === 0 ? `viết riêng ${name}` : `viết ${elementForm(name, expected)}: mỗi trục một số nguyên`,
  }),
  'expression-argument-count': ({ name, found, expected }) =>
    `${name} cần ${countExpected(expected)}, nhưng ${found === 0 ? 'không có giá trị nào' : `có ${found}`}`,

  'expression-product-unwritten': () => 'phép nhân phải viết rõ: *',
  'expression-operator-refused': ({ found }) => `không được dùng ${quoted(found)} trong biểu thức`,
  'expression-node-refused': ({ found }) => `không được dùng ${found} trong biểu thức`,

  'expression-not-finite': ({ found }) => ({
    what: `biểu thức cho kết quả ${Number.isNaN(found) ? 'nan (không phải số)' : numberWord(found)}`,
    fix: 'cần một giá trị hữu hạn, hoặc chỉ viết inf, -inf hay nan',
  }),
};

const OPERATOR_NOTE: Readonly<Record<string, string>> = {
  '|': ', hoặc abs(x)',
  '!': ' (không có giai thừa)',
  '=': ' để so sánh (ở đây không định nghĩa được gì)',
};

const FOREIGN: Readonly<Record<ForeignThing, string>> = {
  text: 'biểu thức không chứa chuỗi ký tự',
  list: 'biểu thức không chứa danh sách',
  object: 'biểu thức không chứa đối tượng',
  'second-expression': 'chỉ được viết một biểu thức',
  point: 'dấu chấm chỉ đứng trong một số',
  comment: 'biểu thức không chứa chú thích',
};

function writtenIn(context: Context, { option }: Naming): string {
  return {
    number: 'các số',
    cell: `${option('mask')} và ${option('bias')}`,
    score: option('score-mod'),
    scale: option('scale'),
  }[context];
}

function insteadOf(instead: string | undefined, found: string): string | undefined {
  if (instead === undefined) return undefined;
  if (found.toLowerCase() === 'ln') return `${instead}, là logarit tự nhiên`;
  return /^a \w+ b$/.test(instead) ? `${instead}: toán tử này đứng giữa hai điều kiện` : instead;
}

function perCentFix({ perCent }: PerCent): { fix?: string } {
  return perCent ? { fix: 'viết /100 cho phần trăm; a % b là số dư' } : {};
}

function didYouMean(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `có phải ý bạn là ${near}?`;
}

function elementForm(name: string, axes: number): string {
  return `${name}[${['i', 'j', 'h', 'b'].slice(0, axes).join(', ')}]`;
}

function countExpected({ least, most, form }: ArgumentCount): string {
  const count =
    most === undefined
      ? `ít nhất ${least} giá trị`
      : most === least
        ? `${least} giá trị`
        : `${least} ${most === least + 1 ? 'hoặc' : 'đến'} ${most} giá trị`;
  return form === undefined ? count : `${count}: ${form}`;
}
