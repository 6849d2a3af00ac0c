import { cell, say, type Block, type Cell } from '../block.js';
import { largest } from '../extremes.js';
import type { NowStep } from '../lesson.js';
import { quote, type Telling } from '../telling.js';

/** Commands to try next, with the words of this very sentence. */
export function attempts(step: NowStep, { lesson, say: t, keys, queries }: Telling): Block[] {
  const { speaker } = lesson;
  const other = lesson.queries.length - 1 === speaker.index ? speaker.index - 1 : lesson.queries.length - 1;
  const after = speaker.self === undefined ? undefined : keys[speaker.self + 1];
  const loudest = step.weights.indexOf(largest(step.weights));
  const explain = 'attn compute … --explain';
  const tries = [
    ...(other >= 0 ? [cell(`${explain} --token ${argument(lesson.queries, other)}`)] : []),
    ...(!lesson.causal && after !== undefined
      ? [cell(`${explain} --causal  ${t.notHear({ name: quote(after) })}`)]
      : []),
    ...(loudest >= 0 && keys.length > 1 ? [cell(`${explain} --hide ${argument(lesson.keys, loudest)}`)] : []),
    cell(`attn worksheet …  ${t.byHand}`),
  ];
  if (queries.length === 0) return [];
  const pairs = tries.flatMap((one, at): Cell[][] =>
    at % 2 === 0 ? [[cell(at === 0 ? t.tryThis : ''), one, ...(tries[at + 1] ? [tries[at + 1]!] : [])]] : [],
  );
  return [
    {
      kind: 'fit',
      choices: [
        [{ kind: 'table', columns: [{ gap: 1 }, {}, { gap: 4 }], rows: pairs }],
        [say(t.tryThis), ...tries.map((one) => say(one.text, 'code'))],
      ],
      page: 1,
    },
  ];
}

/** A word as an argument of --token or --hide: by its occurrence where it stands more than once, quoted for the shell. */
function argument(words: readonly string[], at: number): string {
  const word = words[at]!;
  const several = words.filter((other) => other === word).length > 1;
  const nth = words.slice(0, at + 1).filter((other) => other === word).length;
  const text = several ? `${word}#${nth}` : word;
  if (/^[\p{L}\p{N}_.]+$/u.test(text)) return text;
  // What a shell could read as more than a word: by number, which is always safe to paste.
  return /^[\p{L}\p{M}\p{N}_.#]+$/u.test(text) ? `'${text}'` : String(at + 1);
}
