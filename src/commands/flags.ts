import { closest } from '../core/closest.js';
import { usageError } from '../core/error.js';

/** The flags as commander gives them: text, true, or false for a `--no-…`. */
export type Flags = Readonly<Record<string, unknown>>;

/** Text of a flag; undefined when it is not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws AttnError (usage) when the value is no whole number in the range */
export function wholeFlag(flags: Flags, name: string, least: number, most: number): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw usageError({ where: dashed(name), what: `expected a whole number from ${least} to ${most}, found "${text}"` });
}

/** @throws AttnError (usage) when the value is none of the choices, with the nearest one */
export function choiceFlag<T extends string>(flags: Flags, name: string, choices: readonly T[]): T | undefined {
  const text = textFlag(flags, name);
  return text === undefined ? undefined : choice(text, dashed(name), choices);
}

/** One of the choices. @throws AttnError (usage) with the nearest one */
export function choice<T extends string>(text: string, where: string, choices: readonly T[]): T {
  const found = choices.find((known) => known === text);
  if (found !== undefined) return found;
  const near = closest(text, choices);
  throw usageError({
    where,
    what: `expected ${choices.join(', ')}, found "${text}"`,
    ...(near && { fix: `did you mean ${near}?` }),
  });
}

/** `inFormat` → `--in-format` */
export function dashed(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
