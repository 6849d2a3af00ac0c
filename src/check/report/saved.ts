import { asciiFormula, jsonString } from '../../show/index.js';
import type { SavedComparison } from '../saved.js';
import { brief, place } from './words.js';

/** One stage a line: equal or not, by how much, where. */
export function savedText({ equal, stages, onlyInFirst, onlyInSecond }: SavedComparison, unicode: boolean): string {
  const width = Math.max(...stages.map(({ name }) => name.length));
  const lines = stages.map(({ name, equal: same, comparison, shapes }) => {
    const what = shapes
      ? `shapes ${shapes}`
      : comparison!.maxAbs === 0 && comparison!.notFinite.length === 0
        ? 'equal to the last bit'
        : same
          ? `equal: the largest error is ${brief(comparison!.maxAbs)}`
          : comparison!.notFinite.length > 0
            ? `differs: not finite at ${place(comparison!.notFinite[0]!.index)}`
            : `differs by ${brief(comparison!.maxAbs)} (relative ${brief(comparison!.maxRel)}), most at ${place(comparison!.worst!.index)}: ${comparison!.worst!.expected} and ${comparison!.worst!.actual}`;
    return `  ${name.padEnd(width)}  ${what}`;
  });
  const begins = stages.find((stage) => !stage.equal);
  const text = [
    equal ? 'equal' : `differs, from ${begins!.name} on`,
    ...lines,
    ...(onlyInFirst.length > 0 ? [`  only in the first: ${onlyInFirst.join(', ')}`] : []),
    ...(onlyInSecond.length > 0 ? [`  only in the second: ${onlyInSecond.join(', ')}`] : []),
  ].join('\n');
  return `${unicode ? text : asciiFormula(text)}\n`;
}

/** The same for scripts, schema `attn-check/1`. */
export function savedJson({ equal, stages }: SavedComparison): string {
  const number = (x: number): number | string => (Number.isFinite(x) ? x : String(x).toLowerCase());
  const parts = stages.map(
    ({ name, equal: same, comparison, shapes }) =>
      `    ${jsonString(name)}: ${JSON.stringify({
        equal: same,
        ...(shapes && { shapes }),
        ...(comparison && {
          max_abs_error: number(comparison.maxAbs),
          max_rel_error: number(comparison.maxRel),
          cells_that_differ: comparison.cellsThatDiffer,
          ...(comparison.worst && { worst: { index: comparison.worst.index } }),
        }),
      })}`,
  );
  return `{\n  "schema": "attn-check/1",\n  "equal": ${equal},\n  "stages": {\n${parts.join(',\n')}\n  }\n}\n`;
}
