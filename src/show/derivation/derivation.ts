import { hasOutput, savedName, type StageName, type Trace } from '../../core/index.js';
import { lensOn, matrixOf, softmaxRow, type SoftmaxRow } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import { PICTURE_WORDS } from '../../words/index.js';
import type { Language } from '../renderer.js';
import { digitsOf } from './equation.js';
import type { Naming } from './naming.js';
import { givenLine, outputLines } from './vector.js';
import {
  contributionLine,
  differenceLine,
  maskedLine,
  selectedLine,
  relativeLine,
  scaledLine,
  scoreLine,
  softcappedLine,
  weightLines,
} from './weight.js';

/** How one number came about, at full precision. */
export interface Derivation {
  /** `weight(sat→cat) = 0.48626…` */
  readonly title: string;
  /** One equation a line, in the order of the computation. */
  readonly lines: readonly string[];
}

/** A cell of a stage, all numbers from 0. */
export interface CellPlace {
  readonly stage: StageName;
  readonly batch: number;
  readonly head: number;
  readonly row: number;
  readonly column: number;
}

export interface DeriveOptions {
  readonly lang: Language;
  /** Products to write out of one sum; Infinity: all. */
  readonly most: number;
  /** Terms to write out of the sum of a softmax; as many as products when not given. */
  readonly terms?: number;
}

/** Stages between a query and a key, with the word for one number of each. */
const PAIRS: ReadonlyMap<StageName, string> = new Map([
  ['scores', 'score'],
  ['relative', 'relative'],
  ['scaled', 'scaled'],
  ['softcapped', 'softcapped'],
  ['masked', 'masked'],
  ['selected', 'selected'],
  ['maps', 'weight of one map'],
  ['weights', 'weight'],
]);

const OUTPUTS: ReadonlySet<StageName> = new Set(['heads', 'heads_normed', 'gated', 'output']);

/**
 * The derivation of any cell of a trace: from q, k and v to the number, in digits. Pictures, page and titles all say this.
 *
 * @example deriver(trace, { lang: 'en', most: 8 })({ stage: 'weights', batch: 0, head: 0, row: 2, column: 1 }).lines[0]
 * // => 'score = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5'
 */
export function deriver(trace: Trace, { lang, most, terms = most }: DeriveOptions): (cell: CellPlace) => Derivation {
  const rows = new Map<string, SoftmaxRow>();
  const naming: Naming = {
    words: PICTURE_WORDS[lang],
    queries: shownLabels(trace.tokens.query, true),
    keys: shownLabels(trace.tokens.key, true),
    most,
    terms,
    softmax: (lens, i) => {
      const key = `${lens.batch} ${lens.head} ${i}`;
      const row = rows.get(key) ?? softmaxRow(lens, i);
      rows.set(key, row);
      return row;
    },
  };
  return ({ stage, batch, head, row: i, column: j }) => {
    const lens = lensOn(trace, batch, head);
    const value = lens.at(stage, i, j);
    const pair = PAIRS.get(stage);
    if (pair === undefined)
      return {
        title: `${vectorName(trace, stage, head, i, naming)}[${j + 1}] = ${digitsOf(value)}`,
        lines: vectorLines(),
      };

    const saved = savedName(trace.problem);
    const contribution = (): string[] =>
      most > 3 && hasOutput(trace.problem) ? contributionLine(lens, i, j, naming) : [];
    if (saved === 'attention-weights')
      return {
        title: `${pair}(${naming.queries[i]}→${naming.keys[j]}) = ${digitsOf(value)}`,
        lines: [`${pair} = ${digitsOf(value)}: ${naming.words.given}`, ...contribution()],
      };
    const depth = [...PAIRS.keys()].indexOf(stage);
    return {
      title: `${pair}(${naming.queries[i]}→${naming.keys[j]}) = ${digitsOf(value)}`,
      lines: [
        saved ? `score = ${digitsOf(lens.at('scores', i, j))}: ${naming.words.given}` : scoreLine(lens, i, j, naming),
        ...(depth >= 1 ? relativeLine(lens, i, j) : []),
        ...(depth >= 2 ? [scaledLine(lens, i, j)] : []),
        ...(depth >= 3 ? softcappedLine(lens, i, j) : []),
        ...(depth >= 4 ? maskedLine(lens, i, j, naming) : []),
        ...(depth >= 5 ? selectedLine(lens, i, j, naming) : []),
        ...weightOrigin(depth >= 6),
      ],
    };

    function weightOrigin(deep: boolean): string[] {
      const brings = contribution();
      if (stage === 'weights' && trace.problem.recurrence !== undefined)
        return [`weight = ${trace.stages.get('weights')!.formula} = ${digitsOf(value)}`, ...brings];
      if (stage === 'weights' && trace.stages.has('maps')) return [...differenceLine(lens, i, j), ...brings];
      return deep ? [...weightLines(lens, i, j, naming), ...brings] : [];
    }

    function vectorLines(): string[] {
      return OUTPUTS.has(stage) ? outputLines(lens, stage, i, j, naming) : givenLine(lens, stage, i, j, naming);
    }
  };
}

function vectorName(trace: Trace, stage: StageName, head: number, i: number, { queries }: Naming): string {
  const label = shownLabels(matrixOf(trace, trace.stages.get(stage)!, 0, 0).rows, true)[i] ?? queries[i];
  return `${stage}${stage === 'heads' ? ` ${head + 1} ` : ''}(${label})`;
}
