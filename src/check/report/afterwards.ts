import type { CheckResult } from '../check.js';
import { findingOf } from '../finding.js';
import { brief } from './words.js';

/** What is to be said after the findings: what was ruled out, what cannot be seen, what to do next. */
export function afterwards({ equal, findings, diagnosis }: CheckResult): string[] {
  if (equal || !diagnosis) return [];
  const { tried, nearest, ruledOut, unseen, leftOut } = diagnosis;
  const probe = 'attn check --probe -o probe.npz writes small inputs that tell nearly all mistakes apart';
  const left =
    leftOut.tries === 0
      ? []
      : [
          `Left out, since they take long with so many scores: ${leftOut.ids.length > 0 ? `${leftOut.ids.join(', ')} (all or some ways of each), and ` : ''}${leftOut.tries} tries in all. Shorter inputs are tried in full; ${probe}.`,
        ];
  if (findings.length > 0) {
    const tied = findings[0]!.ids.length > 1 || findings.length > 1;
    return [
      ...left,
      ...(tied
        ? [
            `These inputs cannot tell ${findings[0]!.ids.length > 1 ? findings[0]!.ids.join(', ') : 'the above'} apart; ${probe}.`,
          ]
        : []),
    ];
  }
  const near = nearest && findingOf(nearest);
  return [
    `No known mistake explains it: ${tried.singles} were tried alone${tried.pairs > 0 ? `, ${tried.pairs} in pairs` : ''}${tried.constants > 0 ? ', and unknown constants (scale, softcap, sink, window, causal offset, RoPE base, output scale)' : ''}.`,
    ...(near ? [`Closest match (rejected): ${near.ids[0]} (${near.title}), residual ${brief(near.residual)}.`] : []),
    ...diagnosis.readOff,
    ...left,
    `Ruled out (attn check --list explains them): ${ruledOut.join(', ')}.`,
    ...(unseen.length > 0 ? [`Not visible on these inputs: ${unseen.join(', ')}; ${probe}.`] : []),
  ];
}
