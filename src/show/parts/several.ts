import type { Trace } from '../../core/index.js';
import { tableWords } from '../../words/index.js';
import { asciiLabel, safeLabel } from '../text/label.js';
import type { ShowOptions } from '../renderer.js';

/** How one of several results is called: which it is, and its sentence. */
export interface ResultName {
  /** `layer 1 of 2`, `problem 3 of 7`. */
  readonly which: string;
  /** Not given when all have the same, which then is the sentence of all. */
  readonly sentence?: string;
}

/**
 * The names of several results. The layers of one model on one sentence are called by their layer, everything else by its place.
 *
 * @example resultNames([first, last], options)[0]?.which // gives 'layer 1 of 2'
 */
export function resultNames(
  traces: readonly Pick<Trace, 'problem'>[],
  options: Pick<ShowOptions, 'lang' | 'unicode'>,
): ResultName[] {
  const say = tableWords(options);
  const label = options.unicode ? safeLabel : asciiLabel;
  const shared = sharedSentence(traces) !== undefined;
  return traces.map(({ problem: { provenance } }, at) => {
    const layer = provenance?.layer;
    const inOrder = layer && say.layer(layer.number, layer.of);
    const place = say.problem(at + 1, traces.length);
    return {
      which: inOrder && shared ? inOrder : [place, ...(inOrder ? [inOrder] : [])].join(', '),
      ...(!shared && provenance?.sentence !== undefined && { sentence: label(provenance.sentence) }),
    };
  });
}

/** The sentence that all results are about; undefined when they are about several, or none. */
export function sharedSentence(traces: readonly Pick<Trace, 'problem'>[]): string | undefined {
  const sentence = traces[0]?.problem.provenance?.sentence;
  return traces.every(({ problem }) => problem.provenance?.sentence === sentence) ? sentence : undefined;
}
