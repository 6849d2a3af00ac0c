import type { CheckResult } from '../check.js';
import { toleranceLine, verdictLine } from './words.js';

/**
 * The report as workflow commands of GitHub Actions, which become annotations of the run.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport(result: CheckResult): string {
  const { equal, findings, where } = result;
  if (equal) return command('notice', 'attn check', [verdictLine(result)]);
  const [first] = findings;
  return command('error', first ? `attn check: ${first.ids.join(', ')}` : 'attn check', [
    verdictLine(result),
    ...(first
      ? [first.title, `formula: ${first.formula}`, `look for: ${first.lookFor}`, `write: ${first.instead}`]
      : ['no known mistake explains it']),
    ...(where?.text ? [`where: ${where.text}`] : []),
    toleranceLine(result),
  ]);
}

function command(kind: 'error' | 'notice', title: string, lines: readonly string[]): string {
  const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${property(title)}::${data(lines.join('\n'))}\n`;
}
