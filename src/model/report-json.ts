import type { AttentionKind } from './attention.js';
import type { HeadSummary } from './survey.js';

/** A token that the model thinks of, in words. */
export interface NamedGuess {
  readonly id: number;
  readonly token: string;
  readonly probability: number;
}

/** Guesses for one place. */
export interface Guesses {
  /** Of the token that is masked, from 0; absent for the next token. */
  readonly position?: number;
  readonly before: readonly NamedGuess[];
  /** With some heads switched off. */
  readonly without?: readonly NamedGuess[];
}

/** What is said about a model and a text when no layer is asked for. */
export interface Report {
  readonly type: string;
  readonly kind: AttentionKind;
  readonly layers: number;
  readonly heads: number;
  readonly text?: string;
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  readonly summaries: readonly HeadSummary[];
  readonly guesses: readonly Guesses[];
  /** Heads that were switched off: `L3H4`. */
  readonly without: readonly string[];
}

/** The report as one JSON document. Layers, heads and positions count from 1. */
export function reportJson(report: Report, compact: boolean): string {
  const { type, kind, layers, heads, text, ids, tokens, summaries, guesses, without } = report;
  const guess = ({ position, before, without: after }: Guesses): object => ({
    ...(position !== undefined && { position: position + 1 }),
    before,
    ...(after && { without: after }),
  });
  const document = {
    schema: 'attn-model/1',
    model: { type, attention: kind, layers, heads },
    ...(text !== undefined && { text }),
    ids,
    tokens,
    heads: summaries.map(({ layer, head, does, share, shares }) => ({
      layer: layer + 1,
      head: head + 1,
      does,
      share: rounded(share),
      shares: Object.fromEntries(Object.entries(shares).map(([name, value]) => [name, rounded(value)])),
    })),
    ...(without.length > 0 && { without }),
    guesses: guesses.map(guess),
  };
  if (compact) return `${JSON.stringify(document)}\n`;
  // One entry a line, so that a long list stays readable.
  const lines = Object.entries(document).map(([key, value]) => {
    const list = Array.isArray(value) && value.some((one) => typeof one === 'object');
    const written = list
      ? `[\n${(value as unknown[]).map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`
      : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${written}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Shares are means of float32 numbers: more digits would say nothing. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
