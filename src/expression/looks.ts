import { FUNCTION_NAMES } from './functions.js';
import { CONSTANTS, VARIABLES, WORD_OPERATORS } from './names.js';
import { plainNumber } from './plain.js';

const DATA_FILE = /\.(json|jsonl|csv|tsv|txt|dat|npy|npz|safetensors|html?|pt|pth|bin|gz|zip|md)(#.*)?$/i;
const EXPLICIT_PATH = /^(\.{0,2}\/|~\/|[a-z]:[\\/])/i;
const SIGNS_OF_EXPRESSION = /[<>=()*^?%&|!]|\s[-+/]\s/;
/** `table[i, h]`: an array of `--let`. */
const ELEMENT = /[\p{L}\p{Nd}_]\[[^[\]]/u;
const KNOWN: ReadonlySet<string> = new Set([
  ...VARIABLES.score,
  ...VARIABLES.cell,
  ...CONSTANTS.keys(),
  ...WORD_OPERATORS,
  ...FUNCTION_NAMES,
]);

/**
 * Is this value of `--mask SRC|EXPR` an expression? Decided from the text alone, no file is looked for. In this order:
 *
 * 1. `-` (stdin), `[…` and `{…` (literals), a name that ends like a data file (`mask.npz#m`), and what begins like a path
 *    (`./`, `../`, `/`, `~/`, `C:\`) are no expressions. So `./i` is always a file.
 * 2. A number is an expression.
 * 3. What has a sign that belongs to expressions is one: `< > = ( ) * ^ ? % & | !`, + - / with blanks around, or `name[…]`.
 * 4. Otherwise it is one when all its words are names of the expression language: `i/n_q` is, `data/mask` and `mask` are not.
 *
 * @param arrays names of `--let`
 * @example looksLikeExpression('j <= i and i - j < 3') // => true
 * @example looksLikeExpression('mask.npz#m') // => false
 */
export function looksLikeExpression(text: string, arrays: readonly string[] = []): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '-' || /^[[{]/.test(trimmed)) return false;
  if (plainNumber(trimmed) !== undefined) return true;
  if (DATA_FILE.test(trimmed) || EXPLICIT_PATH.test(trimmed) || /[#\\]/.test(trimmed)) return false;
  if (SIGNS_OF_EXPRESSION.test(trimmed) || ELEMENT.test(trimmed)) return true;
  const words = trimmed.split(/[-+/,\s]+/).filter((word) => word !== '');
  return (
    words.length > 0 &&
    words.every((word) => KNOWN.has(word) || arrays.includes(word) || plainNumber(word) !== undefined)
  );
}
