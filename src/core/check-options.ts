import type { FaultIn } from './error.js';
import { usageError, type CoreFacts, type Expectation, type FoundValue } from './facts.js';
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
 * What an option expects.
 *
 * @param found what was given, where that matters
 * @example expectedOf({ kind: 'number', whole: true, least: 1 }) // => { kind: 'number', whole: true, least: 1 }
 * @example expectedOf({ kind: 'choice', choices: ['half', 'interleaved'] }) // => ['half', 'interleaved']
 */
export function expectedOf(option: OptionKind, found?: unknown): Expectation {
  switch (option.kind) {
    case 'number': {
      const { whole, least, above, most } = option;
      return {
        kind: 'number',
        ...(whole && { whole }),
        ...(least !== undefined && { least }),
        ...(above !== undefined && { above }),
        ...(most !== undefined && { most }),
        ...(whole && Number.isInteger(found) && !Number.isSafeInteger(found) && { exact: true }),
      };
    }
    case 'choice':
      return option.choices;
    case 'norm':
      return { kind: 'norm', choices: option.choices };
    case 'pattern':
      return { kind: 'pattern', form: option.expected };
    default:
      return { kind: option.kind };
  }
}

/** A value that an option cannot have, as an error shows it. */
export function foundValue(value: unknown): FoundValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (isTensor(value)) return { of: 'matrix' };
  if (Array.isArray(value)) return { of: 'list' };
  return { of: typeof value === 'object' && value !== null ? 'object' : 'other' };
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

function faultOf(field: string, value: unknown): FaultIn<CoreFacts> | undefined {
  const option = BY_FIELD.get(field);
  if (option)
    return isValue(value, option)
      ? undefined
      : { code: 'option-value', where: field, expected: expectedOf(option, value), found: foundValue(value) };
  return FIELDS.includes(field) ? undefined : { code: 'option-unknown', found: field, expected: FIELDS };
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
