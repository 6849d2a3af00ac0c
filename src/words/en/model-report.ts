/** The map of the heads of a model, and its guesses. */
export interface ModelReportWords {
  readonly title: (p: { type: string; layers: number; heads: number; kind?: string }) => string;
  readonly tokens: (p: { count: number }) => string;
  readonly map: string;
  readonly layer: string;
  /** What a head does: previous token, first token, … */
  readonly does: Readonly<Record<'previous' | 'first' | 'same' | 'next' | 'induction' | 'spread' | 'mixed', string>>;
  readonly legend: (p: { letters: string }) => string;
  readonly strongest: string;
  readonly share: (p: { does: string; share: string }) => string;
  readonly next: string;
  readonly gap: (p: { position: number }) => string;
  readonly without: (p: { heads: string }) => string;
  readonly hint: string;
}

export const modelReport: ModelReportWords = {
  title: ({ type, layers, heads, kind }) =>
    `${type}: ${layers} layer${layers === 1 ? '' : 's'} of ${heads} head${heads === 1 ? '' : 's'}${kind === undefined ? '' : ` (${kind})`}`,
  tokens: ({ count }) => `${count} token${count === 1 ? '' : 's'}`,
  map: 'what each head looks at, by most of its weight',
  layer: 'layer',
  does: {
    previous: 'the token before',
    first: 'the first token (sink)',
    same: 'the token itself',
    next: 'the token behind',
    induction: 'what followed the same token earlier (induction)',
    spread: 'everything evenly',
    mixed: 'nothing of these',
  },
  legend: ({ letters }) => letters,
  strongest: 'the clearest heads',
  share: ({ does, share }) => `${share} on ${does}`,
  next: 'next token',
  gap: ({ position }) => `token ${position} is masked; the model fills in`,
  without: ({ heads }) => `without ${heads}`,
  hint: 'attn model … --layer N --head M shows the numbers of a head',
};
