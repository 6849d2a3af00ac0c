import { markdownText } from '../../show/index.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { afterwards } from './afterwards.js';
import { cellDerivation } from './cell.js';
import { brief, measureLines, toleranceLine, verdictLine } from './words.js';

/** The report for a bug report or a pull request. */
export function markdownReport(result: CheckResult): string {
  const cell = result.equal ? undefined : cellDerivation(result);
  const facts = [
    ...(result.fitted.note ? [result.fitted.note] : []),
    toleranceLine(result),
    ...(result.equal ? [] : measureLines(result)),
    ...(result.narrowed ? [result.narrowed] : []),
    ...(cell ? [cell] : []),
  ];
  const parts = [
    `**${markdownText(verdictLine(result))}**`,
    facts.map((fact) => `- ${markdownText(fact)}`).join('\n'),
    ...result.findings.map(findingMarkdown),
    ...afterwards(result).map(markdownText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function findingMarkdown({ ids, title, formula, lookFor, instead, residual, others }: Finding): string {
  return [
    `### ${ids.join(', ')}: ${markdownText(title)}`,
    '',
    '| | |',
    '| --- | --- |',
    `| formula | ${markdownText(formula)} |`,
    `| look for | ${markdownText(lookFor)} |`,
    `| write | ${markdownText(instead)} |`,
    `| residual after this fix | ${brief(residual)} |`,
    ...(others.length > 0
      ? [
          `| indistinguishable on these inputs | ${markdownText(others.map(({ id, title: name }) => `${id} (${name})`).join('; '))} |`,
        ]
      : []),
  ].join('\n');
}
