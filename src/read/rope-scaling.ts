import { type AttnError, type FaultKind, ROPE_SCALING_KEYS, type RopeScaling } from '../core/index.js';
import { dataError, usageError } from './facts.js';
import { readFileBytes } from './file.js';

/**
 * What `--rope-scaling` says: `yarn,factor=4,truncate=false`; JSON as in a model's config.json; or the name of a JSON file.
 * A key may be cut short where it stays one of a kind (`low`, `original`). Lists stand in brackets: `short_factor=[1,1.2]`.
 *
 * @param where the option, for an error
 * @throws AttnError of the given kind where it is none of them
 */
export async function readRopeScaling(text: string, where: string, kind: FaultKind): Promise<RopeScaling> {
  const fail: Fail = (why, part = '') =>
    (kind === 'usage' ? usageError : dataError)({ code: 'rope-scaling-form', where, found: text, why, part });
  if (text.trimStart().startsWith('{')) return fromJson(text, fail);
  if (/\.json$/i.test(text)) return fromJson(Buffer.from(await readFileBytes(text)).toString('utf8'), fail);
  return shortForm(text, fail);
}

type Fail = (why: 'json' | 'object' | 'pair', part?: string) => AttnError;

function fromJson(text: string, fail: Fail): RopeScaling {
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (error) {
      throw fail('json', (error as Error).message);
    }
  })();
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw fail('object');
}

function shortForm(text: string, fail: Fail): RopeScaling {
  const [name, ...pairs] = text.split(/,(?![^[]*\])/).map((part) => part.trim());
  const entries = pairs.map((pair): [string, unknown] => {
    const at = pair.indexOf('=');
    if (at <= 0) throw fail('pair', pair);
    return [wholeKey(pair.slice(0, at).trim()), valueOf(pair.slice(at + 1).trim())];
  });
  return { rope_type: name!, ...Object.fromEntries(entries) };
}

/** `low` for `low_freq_factor`: the beginning of a key, where no other key begins so. */
function wholeKey(given: string): string {
  if (ROPE_SCALING_KEYS.includes(given)) return given;
  const meant = ROPE_SCALING_KEYS.filter((key) => key.startsWith(given.replaceAll('-', '_')));
  return meant.length === 1 ? meant[0]! : given;
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = (part: string): number => (part.trim() === '' ? NaN : Number(part));
  if (text.startsWith('[') && text.endsWith(']')) return text.slice(1, -1).split(',').map(number);
  return Number.isNaN(number(text)) ? text : number(text);
}
