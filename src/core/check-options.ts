import { closest } from './closest.js';
import { usageError, type TextFault } from './error.js';
import { PROBLEM_OPTIONS, type NumberRange, type OptionKind } from './options.js';
import { OTHER_FIELDS, type Problem } from './problem.js';
import { isTensor } from './tensor.js';

/**
 * Is the number one that the option may be?
 *
 * @example isInRange(0, { above: 0 }) // => false
 */
export function isInRange(value: number, { whole, least, above, most }: NumberRange): boolean {
  return (
    Number.isFinite(value) &&
    (!whole || Number.isSafeInteger(value)) &&
    (least === undefined || value >= least) &&
    (above === undefined || value > above) &&
    (most === undefined || value <= most)
  );
}

/**
 * Is the value the reach of a window: two whole numbers from −1 on?
 *
 * @example isReach([2, -1]) // => true
 */
export function isReach(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => Number.isInteger(part) && part >= -1);
}

/**
 * What an option expects, in words.
 *
 * @param found what was given, where the words depend on it
 * @example expectedOf({ kind: 'number', whole: true, least: 1 }) // => 'a whole number of at least 1'
 */
export function expectedOf(option: OptionKind, found?: unknown): string {
  switch (option.kind) {
    case 'number': {
      const tooLarge = option.whole && Number.isInteger(found) && !Number.isSafeInteger(found);
      return [
        option.whole ? `a whole number${tooLarge ? ' between −2^53 and 2^53' : ''}` : 'a number',
        option.least !== undefined && `of at least ${option.least}`,
        option.above !== undefined && `above ${option.above}`,
        option.most !== undefined && `of at most ${option.most}`,
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'choice':
      return option.choices.join(', ');
    case 'tensor':
      return 'a matrix';
    case 'cells':
      return 'a matrix or an expression';
    case 'arrays':
      return 'NAME=SRC';
    case 'score':
      return 'an expression over s, i, j';
    case 'scale':
      return 'a number or an expression';
    case 'number-or-tensor':
      return 'a number or a list of numbers';
    case 'switch-or-tensor':
      return 'true or a list of numbers';
    case 'reach':
      return 'two whole numbers L,R (-1: no limit)';
    case 'switch':
      return 'true or false';
    case 'norm':
      return `${option.choices.join(', ')}, numbers of a gain, or both as rms:SRC`;
    case 'pattern':
      return option.expected;
    case 'rope-scaling':
      return 'NAME,key=value,…, JSON or a JSON file';
    case 'tokens':
      return 'words';
    case 'text':
      return 'text';
  }
}

/**
 * The options of a problem against their table: callers of the library may give what no reader would let through.
 *
 * @throws AttnError (usage) with every field that is unknown or has a value that it cannot have
 */
export function checkOptions(problem: Problem): void {
  const faults = Object.entries(problem).flatMap(([field, value]) => {
    const fault = value === undefined ? undefined : faultOf(field, value);
    return fault ? [fault] : [];
  });
  if (faults.length > 0) throw usageError(faults);
}

const BY_FIELD: ReadonlyMap<string, OptionKind> = new Map(PROBLEM_OPTIONS.map((option) => [option.field, option]));
const FIELDS: readonly string[] = [...BY_FIELD.keys(), ...OTHER_FIELDS];

function faultOf(field: string, value: unknown): TextFault | undefined {
  const option = BY_FIELD.get(field);
  if (option) {
    if (isValue(value, option)) return undefined;
    const near = option.kind === 'choice' && typeof value === 'string' ? closest(value, option.choices) : undefined;
    return {
      where: field,
      what: `expected ${expectedOf(option, value)}, found ${foundText(value)}`,
      ...(near && { fix: `did you mean ${near}?` }),
    };
  }
  if (FIELDS.includes(field)) return undefined;
  const near = closest(field, FIELDS);
  return { what: `unknown option "${field}"`, ...(near && { fix: `did you mean ${near}?` }) };
}

function isValue(value: unknown, option: OptionKind): boolean {
  switch (option.kind) {
    case 'tensor':
      return isTensor(value);
    case 'cells':
      return isTensor(value) || isExpression(value);
    case 'arrays':
      return typeof value === 'object' && value !== null && Object.values(value).every(isTensor);
    case 'score':
      return isExpression(value);
    case 'scale':
      return typeof value === 'number' || isExpression(value);
    case 'number':
      return typeof value === 'number' && isInRange(value, option);
    case 'choice':
      // Switched off in so many words, where there is a switch.
      if (option.bare !== undefined && (value === false || value === option.bare)) return true;
      return typeof value === 'string' && option.choices.includes(value);
    case 'number-or-tensor':
      return typeof value === 'number' || isTensor(value);
    case 'switch-or-tensor':
      return typeof value === 'boolean' || isTensor(value);
    case 'reach':
      return isReach(value);
    case 'switch':
      return typeof value === 'boolean';
    case 'norm':
      return typeof value === 'string' && option.choices.includes(value);
    case 'pattern':
      return (typeof value === 'string' || typeof value === 'number') && option.pattern.test(String(value));
    case 'rope-scaling':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value);
    case 'tokens':
      return Array.isArray(value) && value.every((token) => typeof token === 'string');
    case 'text':
      return typeof value === 'string';
  }
}

function isExpression(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'function';
}

function foundText(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (isTensor(value)) return 'a matrix';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
