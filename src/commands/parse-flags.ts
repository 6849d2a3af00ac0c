import { AttnError, type Fact, type Fault, fieldName, OPTION_LIST, type OptionName } from '../core/index.js';
import { closest } from '../words/index.js';
import type { Asked } from '../read/index.js';
import { fact, usageError } from './facts.js';
import type { FlagOptions, FlagSpec, FlagTable } from './flag-spec.js';
import { parseSize } from './size.js';

/** The flags as commander gives them: text, true, or false for a `--no-…`. Nothing but this file reads them. */
export type RawFlags = Readonly<Record<string, unknown>>;

/** What the flags say about the problem, by option name; `asked.get('softcap')`. */
export interface AskedOptions {
  readonly asked: ReadonlyMap<OptionName, Asked>;
}

/**
 * Typed options from the flags of a command.
 *
 * @throws AttnError (usage) with every flag whose value it cannot have
 */
export function parseFlags<Table extends FlagTable>(table: Table, raw: RawFlags): FlagOptions<Table> {
  const options: Record<string, unknown> = {};
  const idle: Fact[] = [];
  const given: string[] = [];
  const faults: Fault[] = [];
  for (const [name, spec] of Object.entries(table)) {
    if (spec.kind === 'alias') continue;
    const field = spec.kind === 'off' ? spec.field : fieldName(name);
    const value = raw[field];
    try {
      options[field] = valueOf(`--${name}`, spec, value);
    } catch (error) {
      if (!(error instanceof AttnError)) throw error;
      faults.push(...error.faults);
    }
    if (spec.kind === 'off' ? value !== false : value === undefined) continue;
    given.push(name);
    if (spec.needs && !spec.needs.some((other) => raw[fieldName(other)] !== undefined))
      idle.push(fact('no-effect-without', { option: name, needs: spec.needs }));
  }
  if (faults.length > 0) throw new AttnError('usage', faults);
  return { ...options, idle, given } as unknown as FlagOptions<Table>;
}

/** What the flags themselves ask of the problem; they are read with everything else that asks something. */
export function parseAsked(raw: RawFlags): AskedOptions {
  const asked = new Map<OptionName, Asked>();
  for (const { name, field } of OPTION_LIST) {
    const value = raw[field];
    if (value !== undefined) asked.set(name, { value, where: `--${name}`, kind: 'usage' });
  }
  return { asked };
}

function valueOf(flag: string, spec: FlagSpec, value: unknown): unknown {
  switch (spec.kind) {
    case 'alias':
      return undefined;
    case 'switch':
      return value === true;
    case 'off':
      return value !== false;
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'whole':
      return typeof value === 'string' ? wholeNumber(value, flag, spec.least, spec.most) : spec.default;
    case 'number':
      return typeof value === 'string' ? numberFrom(value, flag, spec.least, spec.example) : undefined;
    case 'size':
      return typeof value === 'string' ? parseSize(value, flag) : undefined;
    case 'choice':
      if (value === true) return spec.bare;
      if (value === false) return spec.off;
      return typeof value === 'string' ? choice(spec.aliases?.[value] ?? value, flag, spec.choices) : undefined;
  }
}

/** @throws AttnError (usage) when the text is no whole number in the range */
export function wholeNumber(text: string, where: string, least: number, most: number): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw usageError({
    code: 'whole-number-out-of-range',
    where: { source: where },
    found: text,
    expected: { least, most },
  });
}

function numberFrom(text: string, where: string, least: number, example: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw usageError({
    code: 'number-too-small',
    where: { source: where },
    found: text,
    expected: { least },
    option: where.slice('--'.length),
    example,
  });
}

/** One of the choices. @throws AttnError (usage) with the nearest one */
export function choice<T extends string>(text: string, where: string, choices: readonly T[]): T {
  const found = choices.find((known) => known === text);
  if (found !== undefined) return found;
  const near = closest(text, choices);
  throw usageError({
    code: 'unknown-choice',
    where: { source: where },
    found: text,
    expected: choices,
    ...(near && { near }),
  });
}
