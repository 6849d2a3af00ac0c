import {
  AttnError,
  checkScaling,
  documentIds,
  expectedOf,
  type FaultKind,
  isInRange,
  isReach,
  isTensor,
  type Option,
  tensor,
  type Tensor,
  foundValue,
  type FoundValue,
  type CoreFacts,
  type FaultIn,
} from '../core/index.js';
import {
  compileCell,
  compileNumber,
  compileScale,
  compileScore,
  looksLikeExpression,
  type ArrayNames,
} from '../expression/index.js';
import type { Document } from './document.js';
import { tensorTitle } from './names.js';
import { onlyTensor } from './read.js';
import { readArrays } from './arrays.js';
import { readRopeScaling } from './rope-scaling.js';
import { dataError, usageError } from './facts.js';

/** One thing that was asked: the raw value, where it stands, and whose fault it is when it is wrong. */
export interface Asked {
  readonly value: unknown;
  /** `--softcap`, or `bundle.json:3:9`. */
  readonly where: string;
  /** Flags are `usage` (exit 2), values in files `data` (exit 1). */
  readonly kind: FaultKind;
}

/** Opens a SRC. `title` is what to call the tensor in a message. */
export type Load = (spec: string, flag: string, title: string) => Promise<Document>;

/**
 * The value of an option, whatever place it came from: text from a flag or a CSV cell, JSON from a bundle, a tensor from a file.
 *
 * @param arrays what expressions may name beside the cell
 * @param scoreMod for `let`: is there a `--score-mod`?
 * @returns undefined when the option is switched off (`"causal": false`)
 * @throws AttnError that names the place, what was found and what was expected
 */
export async function readAsked(
  option: Option,
  asked: Asked,
  load: Load,
  note: (text: string) => void,
  arrays?: ArrayNames,
  scoreMod = false,
): Promise<unknown> {
  const { where, kind } = asked;
  const value = loneValue(option, asked.value);
  const wrong = kind === 'usage' ? usageError : dataError;
  const fail = (found: FoundValue = foundValue(value), expected = expectedOf(option)): AttnError => {
    const fault: FaultIn<CoreFacts> = { code: 'option-value', where, expected, found, hint: HINTS[kind] };
    return new AttnError(kind, fault);
  };
  const fromSource = async (spec: string): Promise<Tensor> => {
    const document = await load(spec, where, tensorTitle(option.key));
    document.notes.forEach(note);
    return onlyTensor(document, spec, option.key);
  };
  if (value === false || value === null) return undefined;

  switch (option.kind) {
    case 'tensor': {
      if (option.offsets && typeof value === 'string' && value.startsWith(`${option.offsets}:`)) {
        const offsets = await fromSource(value.slice(option.offsets.length + 1));
        return inPlace(where, 'data', () => Promise.resolve(documentIds(offsets)));
      }
      const read = isTensor(value)
        ? value
        : typeof value === 'number'
          ? tensor([], [value])
          : typeof value === 'string'
            ? await fromSource(value)
            : undefined;
      if (!read) throw fail();
      if (option.list) return read;
      if (
        option.group === 'Input' &&
        read.shape.length === 1 &&
        typeof value === 'string' &&
        value.trimStart().startsWith('[')
      ) {
        note(
          `${where}: ${read.data.length === 1 ? 'one number is' : `a list of ${read.data.length} numbers is`} taken as one row; '[1; 0]' is a column`,
        );
        return { ...read, shape: [1, read.data.length] };
      }
      if (option.group === 'Input' && read.shape.length < 2) {
        throw fail({ numbers: read.data.length });
      }
      return read;
    }

    case 'cells':
      if (isTensor(value)) return value;
      if (typeof value === 'number') return tensor([], [value]);
      if (typeof value === 'string')
        return looksLikeExpression(value, arrays?.names) ? compileCell(value, where, kind, arrays) : fromSource(value);
      throw fail();

    case 'arrays':
      return readArrays(value, where, kind, fromSource, scoreMod);

    case 'score':
      if (typeof value === 'string') return compileScore(value, where, kind, arrays);
      throw fail();

    case 'scale':
      if (typeof value === 'number') return value;
      if (typeof value === 'string') {
        const compiled = await compileScale(value, where, kind, arrays);
        return Number.isFinite(Number(value)) && value.trim() !== '' ? Number(value) : compiled;
      }
      throw fail();

    case 'number': {
      const number =
        typeof value === 'number' ? value : typeof value === 'string' ? await compileNumber(value, where, kind) : NaN;
      if (!isInRange(number, option)) throw fail(foundValue(value), expectedOf(option, number));
      return number;
    }

    case 'choice': {
      if (value === true && option.bare !== undefined) return option.bare;
      if (typeof value === 'string' && option.choices.includes(value)) return value;
      throw fail();
    }

    case 'number-or-tensor':
      if (isTensor(value) || typeof value === 'number') return value;
      if (typeof value === 'string')
        return looksLikeExpression(value) ? compileNumber(value, where, kind) : fromSource(value);
      throw fail();

    case 'switch-or-tensor':
      if (value === true || isTensor(value)) return value;
      if (typeof value === 'string') return fromSource(value);
      throw fail();

    case 'reach': {
      const parts = isTensor(value)
        ? [...value.data]
        : Array.isArray(value)
          ? value
          : typeof value === 'string'
            ? value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
            : [value];
      if (isReach(parts)) return parts;
      throw fail();
    }

    case 'switch':
      if (value === true) return true;
      throw fail();

    case 'norm': {
      if (typeof value === 'string' && option.choices.includes(value)) return value;
      throw fail();
    }

    case 'pattern': {
      const text = isTensor(value)
        ? [...value.data].join()
        : Array.isArray(value)
          ? value.join()
          : typeof value === 'number'
            ? String(value)
            : value;
      if (typeof text === 'string' && option.pattern.test(text)) return text;
      throw fail();
    }

    case 'rope-scaling':
      if (value === 'none') return undefined;
      return inPlace(where, kind, async () => {
        const given =
          typeof value === 'string'
            ? await readRopeScaling(value, where, kind)
            : typeof value === 'object' && !isTensor(value)
              ? value
              : undefined;
        if (!given) throw fail();
        // A config.json says null where it says nothing.
        const scaling = Object.fromEntries(Object.entries(given).filter(([, part]) => part !== null));
        checkScaling(scaling);
        return scaling;
      });

    case 'tokens': {
      const list: unknown = typeof value === 'string' ? tokensOf(value, where, wrong) : value;
      if (Array.isArray(list) && list.every((token) => typeof token === 'string')) return list;
      throw fail();
    }

    case 'text':
      if (typeof value === 'string') return value;
      throw fail();
  }
}

/** The faults of core, said of the place where the option was given. */
async function inPlace<T>(where: string, kind: FaultKind, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    throw new AttnError(
      kind,
      error.faults.map((fault) => ({ ...fault, where: fault.where ?? where })),
    );
  }
}

/** Where the value stood. */
const HINTS = { usage: 'flag', data: 'file' } as const;

const TAKE_TENSORS: ReadonlySet<Option['kind']> = new Set(['tensor', 'cells', 'number-or-tensor', 'reach', 'pattern']);

/** `np.savez(…, heads=4, causal=True)` stores arrays without axes: the number, or yes and no. */
function loneValue({ kind }: Option, value: unknown): unknown {
  if (!isTensor(value) || value.shape.length > 0 || TAKE_TENSORS.has(kind)) return value;
  return value.dtype === 'bool' ? value.data[0] === 1 : value.data[0];
}

/** Words between blanks, or a JSON list for tokens that hold blanks themselves. */
function tokensOf(text: string, where: string, wrong: typeof dataError): unknown {
  if (!text.trimStart().startsWith('[')) return text.split(/\s+/).filter((word) => word !== '');
  try {
    return JSON.parse(text);
  } catch {
    throw wrong({ code: 'tokens-not-a-list', where, found: text });
  }
}
