import type { ArgumentCount, Context, ExpressionFacts, ForeignThing, PerCent } from '../../expression/facts.js';
import { numberWord } from '../symbols.js';
import { quoted } from '../quoted.js';
import type { Naming, Sentences } from '../sentence.js';
import { counted } from './counted.js';

export const expression: Sentences<ExpressionFacts> = {
  'expression-empty': () => 'the expression is empty',
  'expression-too-long': ({ most }) => `the expression is longer than ${most} characters`,
  'expression-too-many-parts': ({ most }) => `the expression has more than ${most} names, numbers and operators`,
  'expression-too-deep': ({ most }) => `more than ${most} brackets inside each other`,
  'expression-more-mistakes': ({ count }) => `and ${count} more mistakes in the expression`,

  'expression-foreign-operator': ({ found, expected }) => ({
    what: `${quoted(found)} is not known here`,
    fix: `write ${expected}${OPERATOR_NOTE[found] ?? ''}`,
  }),
  'expression-foreign-character': ({ found, of }) =>
    of === undefined ? `unexpected ${quoted(found)} in the expression` : `unexpected ${quoted(found)}: ${FOREIGN[of]}`,

  'expression-value-missing': ({ before, perCent }) => ({
    what: `a value is missing before ${quoted(before)}`,
    ...perCentFix({ perCent }),
  }),
  'expression-operator-missing': ({ before, word, product }) => ({
    what: `an operator is missing before ${quoted(before)}`,
    ...(word !== undefined && { fix: `write ${word}` }),
    ...(product && { fix: `write ${product[0]} * ${product[1]} if you mean the product` }),
  }),
  'expression-ends-early': ({ perCent }) => ({
    what: 'the expression ends where a value is expected',
    ...perCentFix({ perCent }),
  }),
  'expression-not-between': () => ({
    what: "'not' stands before a condition, not between two",
    fix: 'write and not, or not, or !=',
  }),
  'expression-not-operand': () => ({
    what: "'not' takes only the value right after it",
    fix: 'put the whole condition in brackets: not (…)',
  }),
  'expression-comma-outside': ({ decimal }) => ({
    what: "',' outside the brackets of a function",
    fix: decimal === undefined ? 'one value only' : `use a decimal point: ${decimal}`,
  }),
  'expression-nothing-between': ({ open, close }) => `nothing between '${open}' and '${close}'`,
  'expression-bracket-not-open': () => "')' without '('",
  'expression-bracket-not-closed': ({ found }) => `'${found}' is never closed`,
  'expression-bracket-mismatch': ({ found, open }) => `unexpected '${found}': ${quoted(open)} is still open`,
  'expression-colon-alone': () => ({
    what: "':' without '?'",
    fix: 'write condition ? a : b; ranges are not known here',
  }),
  'expression-question-alone': () => ({ what: "'?' without ':'", fix: 'write condition ? a : b' }),

  'expression-number-too-large': ({ found }) => ({
    what: `${found} is too large for a float64`,
    fix: 'write inf if you mean it',
  }),
  'expression-unknown-name': ({ found, expected, elsewhere, instead, near }, naming) => {
    const known =
      expected.length > 0 ? `${expected.join(', ')} are known here` : 'numbers, pi, e and functions are known here';
    const meant = elsewhere
      ? `${found} only in ${elsewhere.map((context) => writtenIn(context, naming)).join(' and ')}`
      : (insteadOf(instead, found) ?? didYouMean(near));
    return {
      what: `unknown name ${quoted(found)} in the expression`,
      fix: meant === undefined ? known : `${meant} (${known})`,
    };
  },
  'expression-unknown-function': ({ found, expected, instead, near }) => ({
    what: `unknown function ${quoted(found)} in the expression`,
    fix: insteadOf(instead, found) ?? didYouMean(near) ?? `known are ${expected.join(' ')}`,
  }),
  'expression-function-alone': ({ found }) => ({ what: `${found} is a function`, fix: `write ${found}(…)` }),
  'expression-number-called': ({ found }) => ({
    what: `${found} is a number, not a function`,
    fix: `write ${found} * (…) if you mean the product`,
  }),
  'expression-array-called': ({ found }) => ({
    what: `${found} is an array, not a function`,
    fix: `write ${found}[…]: indices stand in square brackets`,
  }),
  'expression-not-array': ({ found, is, near }, { option }) => ({
    what: `${quoted(found)} is no array`,
    fix:
      is === 'number'
        ? `${found} is a number: write it alone`
        : is === 'function'
          ? `${found} is a function: write ${found}(…)`
          : (didYouMean(near) ?? `${option('let')} ${found}=SRC makes it one`),
  }),
  'expression-array-axes': ({ name, found, expected }) => ({
    what: `${name} has ${counted(expected, 'axis', 'axes')}, found ${counted(found, 'index', 'indices')}`,
    fix: expected === 0 ? `write ${name} alone` : `write ${elementForm(name, expected)}: one whole number for each`,
  }),
  'expression-argument-count': ({ name, found, expected }) =>
    `${name} takes ${countExpected(expected)}, found ${found || 'none'}`,

  'expression-product-unwritten': () => 'multiplication must be written: *',
  'expression-operator-refused': ({ found }) => `${quoted(found)} is not allowed in an expression`,
  'expression-node-refused': ({ found }) => `${found} is not allowed in an expression`,

  'expression-not-finite': ({ found }) => ({
    what: `the expression gives ${Number.isNaN(found) ? 'nan (not a number)' : numberWord(found)}`,
    fix: 'a finite value, or inf, -inf or nan alone',
  }),
};

/** What must be added for who knows the sign from elsewhere. */
const OPERATOR_NOTE: Readonly<Record<string, string>> = {
  '|': ', or abs(x)',
  '!': ' (there is no factorial)',
  '=': ' to compare (nothing can be defined here)',
};

const FOREIGN: Readonly<Record<ForeignThing, string>> = {
  text: 'unexpected text in an expression',
  list: 'unexpected [ in a cell',
  object: 'unexpected { in a cell',
  'second-expression': 'one expression only',
  point: 'unexpected . outside a number',
  comment: 'unexpected comment in an expression',
};

/** Where an expression of a kind is written. */
function writtenIn(context: Context, { option }: Naming): string {
  return {
    number: 'numbers',
    cell: `${option('mask')} and ${option('bias')}`,
    score: option('score-mod'),
    scale: option('scale'),
  }[context];
}

function insteadOf(instead: string | undefined, found: string): string | undefined {
  if (instead === undefined) return undefined;
  if (found.toLowerCase() === 'ln') return `${instead}, which is the natural logarithm`;
  return /^a \w+ b$/.test(instead) ? `${instead}: it stands between two conditions` : instead;
}

function perCentFix({ perCent }: PerCent): { fix?: string } {
  return perCent ? { fix: 'write /100 for per cent; a % b is the remainder' } : {};
}

function didYouMean(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** `table[i, j]` */
function elementForm(name: string, axes: number): string {
  return `${name}[${['i', 'j', 'h', 'b'].slice(0, axes).join(', ')}]`;
}

function countExpected({ least, most, form }: ArgumentCount): string {
  const count =
    most === undefined
      ? `at least ${counted(least, 'value')}`
      : most === least
        ? counted(least, 'value')
        : `${least} ${most === least + 1 ? 'or' : 'to'} ${most} values`;
  return form === undefined ? count : `${count}: ${form}`;
}
