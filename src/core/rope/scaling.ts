import { dataError, usageError } from '../facts.js';
import { log, pow } from '../elementary.js';

/** The ways to stretch RoPE's angles, each with the keys that it needs; `su` is LongRoPE's first name. */
export const ROPE_SCALINGS = {
  default: [],
  linear: ['factor'],
  dynamic: ['factor', 'original_max_position_embeddings'],
  yarn: ['factor', 'original_max_position_embeddings'],
  longrope: ['factor', 'original_max_position_embeddings', 'short_factor', 'long_factor'],
  llama3: ['factor', 'low_freq_factor', 'high_freq_factor', 'original_max_position_embeddings'],
  proportional: ['partial_rotary_factor'],
} as const;

export type RopeScalingName = keyof typeof ROPE_SCALINGS;

/** Other names for the same. */
const ALIASES: Readonly<Record<string, RopeScalingName>> = { su: 'longrope', mrope: 'default' };

const NUMBERS = [
  'factor',
  'original_max_position_embeddings',
  'max_position_embeddings',
  'attention_factor',
  'beta_fast',
  'beta_slow',
  'mscale',
  'mscale_all_dim',
  'low_freq_factor',
  'high_freq_factor',
  'partial_rotary_factor',
  'rope_theta',
] as const;
const LISTS = ['short_factor', 'long_factor'] as const;

/** Every key beside the name. */
export const ROPE_SCALING_KEYS: readonly string[] = [...NUMBERS, ...LISTS, 'truncate'];

/** Keys as in a model's config.json. */
export type RopeScaling = { readonly rope_type?: string; readonly type?: string } & {
  readonly [key in (typeof NUMBERS)[number]]?: number;
} & { readonly [key in (typeof LISTS)[number]]?: readonly number[] } & { readonly truncate?: boolean };

/** The angles of RoPE: the angle of pair t is position·speeds[t]; cos and sin are multiplied by `factor`. */
export interface Frequencies {
  readonly speeds: Float64Array;
  readonly factor: number;
}

/** What a scaling is applied to. */
export interface Ladder {
  /** Features that turn. */
  readonly width: number;
  readonly base: number;
  /** The largest position of queries and keys, plus 1. */
  readonly length: number;
}

/** The name of a scaling. @throws AttnError (usage) for one that there is not */
export function scalingName({ rope_type, type }: RopeScaling): RopeScalingName {
  const given = rope_type ?? type;
  if (given === undefined) throw usageError({ code: 'rope-scaling-unnamed', expected: Object.keys(ROPE_SCALINGS) });
  const name = ALIASES[given] ?? given;
  if (Object.hasOwn(ROPE_SCALINGS, name)) return name as RopeScalingName;
  throw usageError({ code: 'rope-scaling-unknown', found: given, expected: Object.keys(ROPE_SCALINGS) });
}

/**
 * The name and the keys of a scaling, as they may be.
 *
 * @throws AttnError (usage) with every key that is missing, unknown, or of another type
 */
export function checkScaling(scaling: RopeScaling): RopeScalingName {
  const name = scalingName(scaling);
  const given = scaling as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || key === 'rope_type' || key === 'type') continue;
    const kind = kindOf(key);
    if (!kind) throw usageError({ code: 'rope-scaling-key', key, expected: ROPE_SCALING_KEYS });
    if (!isOf(kind, value)) throw usageError({ code: 'rope-scaling-value', key, found: String(value), expected: kind });
  }
  const filled = filledIn(scaling) as Readonly<Record<string, unknown>>;
  const missing = ROPE_SCALINGS[name].filter((key) => filled[key] === undefined);
  if (missing.length > 0)
    throw usageError({ code: 'rope-scaling-missing', name, missing, expected: ROPE_SCALINGS[name] });
  const { low_freq_factor: low, high_freq_factor: high } = scaling;
  if (name === 'llama3' && !(high! > low!)) throw usageError({ code: 'rope-scaling-order', low: low!, high: high! });
  return name;
}

/** `positive`: above 0, and for a list each of its numbers. */
type ValueKind = 'number' | 'positive' | 'list' | 'truth';

function kindOf(key: string): ValueKind | undefined {
  if ((NUMBERS as readonly string[]).includes(key)) return key.startsWith('mscale') ? 'number' : 'positive';
  if ((LISTS as readonly string[]).includes(key)) return 'list';
  return key === 'truncate' ? 'truth' : undefined;
}

function isOf(kind: ValueKind, value: unknown): boolean {
  if (kind === 'truth') return typeof value === 'boolean';
  if (kind === 'list') return Array.isArray(value) && value.every((one) => isOf('positive', one));
  return Number.isFinite(value) && (kind === 'number' || (value as number) > 0);
}

/** A length of before that is not stated is the longest; a factor that is not stated is their ratio. */
function filledIn(scaling: RopeScaling): RopeScaling {
  const { max_position_embeddings: most, original_max_position_embeddings: given, factor } = scaling;
  const original = given ?? most;
  const ratio = factor ?? (most !== undefined && original !== undefined ? most / original : undefined);
  return {
    ...scaling,
    ...(original !== undefined && { original_max_position_embeddings: original }),
    ...(ratio !== undefined && { factor: ratio }),
  };
}

/**
 * Angles per position, and the factor on cos and sin. The keys are those of config.json in Hugging Face transformers
 * (modeling_rope_utils.py); the papers: linear, Chen et al. 2023 (arXiv 2306.15595); YaRN and dynamic NTK, Peng et al. 2023
 * (2309.00071); LongRoPE, Ding et al. 2024 (2402.13753); llama3, Dubey et al. 2024 (2407.21783); proportional (p-RoPE),
 * Barbero et al. 2024 (2410.06205).
 *
 * @returns width/2 speeds
 * @throws AttnError (usage) for a name or a key that there is not, or a key that is missing; (data) for a list of another length
 * @example [...ropeFrequencies({ rope_type: 'linear', factor: 4 }, { width: 4, base: 10000, length: 9 }).speeds] // => [0.25, 0.0025]
 */
export function ropeFrequencies(scaling: RopeScaling | undefined, { width, base, length }: Ladder): Frequencies {
  const pairs = width / 2;
  const ladder = (from: number): Float64Array =>
    Float64Array.from({ length: pairs }, (_, t) => pow(from, (-2 * t) / width));
  if (!scaling) return { speeds: ladder(base), factor: 1 };
  const name = checkScaling(scaling);
  const filled = filledIn(scaling);
  const factor = filled.factor ?? 1;
  const original = filled.original_max_position_embeddings ?? 0;
  switch (name) {
    case 'default':
      return { speeds: ladder(base), factor: 1 };
    case 'linear':
      return { speeds: ladder(base).map((speed) => speed / factor), factor: 1 };
    case 'dynamic': {
      const longest = Math.max(length, original);
      if (longest === original || width <= 2) return { speeds: ladder(base), factor: 1 };
      const stretch = (factor * longest) / original - (factor - 1);
      return { speeds: ladder(base * pow(stretch, width / (width - 2))), factor: 1 };
    }
    case 'yarn': {
      const range = yarnRange(filled, width, base, original);
      const speeds = ladder(base).map((speed, t) => {
        const share = Math.min(Math.max((t - range.low) / (range.high - range.low), 0), 1);
        return speed * (1 - share) + (speed / factor) * share;
      });
      return { speeds, factor: yarnFactor(filled, factor) };
    }
    case 'longrope': {
      const key = length > original ? 'long_factor' : 'short_factor';
      for (const list of LISTS) {
        const found = filled[list]!.length;
        if (found !== pairs) throw dataError({ code: 'rope-scaling-list', key: list, found, expected: pairs });
      }
      const stretch = filled[key]!;
      const attention = factor > 1 ? Math.sqrt(1 + log(factor) / log(original)) : 1;
      return {
        speeds: ladder(base).map((speed, t) => speed / stretch[t]!),
        factor: filled.attention_factor ?? attention,
      };
    }
    case 'llama3': {
      const [low, high] = [filled.low_freq_factor!, filled.high_freq_factor!];
      const speeds = ladder(base).map((speed) => {
        const wavelength = (2 * Math.PI) / speed;
        if (wavelength < original / high) return speed;
        if (wavelength > original / low) return speed / factor;
        const share = (original / wavelength - low) / (high - low);
        return ((1 - share) * speed) / factor + share * speed;
      });
      return { speeds, factor: 1 };
    }
    case 'proportional': {
      const turned = Math.floor((filled.partial_rotary_factor! * width) / 2);
      return { speeds: ladder(base).map((speed, t) => (t < turned ? speed / factor : 0)), factor: 1 };
    }
  }
}

/** Between which pairs the angles pass from unchanged to divided by the factor. Peng et al. 2023, eq. 16 to 20. */
function yarnRange(
  { beta_fast: fast, beta_slow: slow, truncate }: RopeScaling,
  width: number,
  base: number,
  original: number,
): { low: number; high: number } {
  // The pair that makes so many turns over the original length.
  const pairOf = (turns: number): number => (width * log(original / (2 * Math.PI * turns))) / (2 * log(base));
  const [first, last] = [pairOf(fast ?? 32), pairOf(slow ?? 1)];
  const whole = truncate ?? true;
  const low = Math.max(whole ? Math.floor(first) : first, 0);
  const high = Math.min(whole ? Math.ceil(last) : last, width - 1);
  return { low, high: low === high ? high + 0.001 : high };
}

/** The factor on cos and sin that YaRN calls the temperature of attention. */
function yarnFactor({ attention_factor: given, mscale, mscale_all_dim: all }: RopeScaling, factor: number): number {
  const of = (weight: number): number => (factor > 1 ? 0.1 * weight * log(factor) + 1 : 1);
  if (given !== undefined) return given;
  return mscale && all ? of(mscale) / of(all) : of(1);
}

/**
 * A scaling in its short form.
 *
 * @example scalingText({ type: 'linear', factor: 4 }) // => 'linear,factor=4'
 */
export function scalingText(scaling: RopeScaling): string {
  const { rope_type, type, ...rest } = scaling;
  const pairs = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? `[${value.join()}]` : String(value)}`);
  return [rope_type ?? type, ...pairs].join();
}
