import type { Trace } from '../../core/index.js';
import type { Renderer, Result, SeveralRenderer, ShowOptions } from '../renderer.js';
import { asciiLabel, safeLabel } from '../text/label.js';
import { resultNames, sharedSentence } from './several.js';

/** One document of all results: small multiples in a picture, a page to choose from. */
export function together(render: (results: readonly Result[]) => string | Uint8Array): SeveralRenderer {
  return async (results) => {
    const all: Result[] = [];
    for await (const one of results) all.push(one);
    return render(all);
  };
}

/** A document each, one after the other. */
export function inSequence(render: Renderer): SeveralRenderer {
  return async (results) => {
    // Bytes, because a string concatenated from many takes several times its length.
    const documents: Uint8Array[] = [];
    for await (const { trace, options } of results) documents.push(Buffer.from(render(trace, options) as string));
    return Buffer.concat(documents);
  };
}

/**
 * Each result under a title that says which it is.
 *
 * @param heading the title as a heading of the format
 */
export function titled(render: Renderer, heading: (title: string, options: ShowOptions) => string): SeveralRenderer {
  return async (results, options) => {
    const texts: string[] = [];
    const problems: Pick<Trace, 'problem'>[] = [];
    // A trace is let go as soon as its text is there.
    for await (const { trace, options: own } of results) {
      texts.push(render(trace, own) as string);
      problems.push({ problem: trace.problem });
    }
    const shared = sharedSentence(problems);
    const safe = options.unicode ? safeLabel : asciiLabel;
    return resultNames(problems, options)
      .map(({ which, sentence = shared === undefined ? undefined : safe(shared) }, index) => {
        const name = which.charAt(0).toUpperCase() + which.slice(1);
        const title = sentence === undefined ? name : `${name}: ${sentence}`;
        return `${heading(title, options)}\n\n${texts[index]}`;
      })
      .join('\n');
  };
}

/** Records of all results under each other, each with the number of its problem, from 1, in front. */
export async function numbered(
  results: AsyncIterable<Result>,
  separator: string,
  records: (result: Result) => readonly string[],
): Promise<string> {
  const parts: string[] = [];
  for await (const result of results) {
    const number = `${parts.length + 1}${separator}`;
    parts.push(
      records(result)
        .map((record) => `${number}${record}\n`)
        .join(''),
    );
  }
  return parts.join('');
}
