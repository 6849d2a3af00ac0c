/** What the built-in sentences of a language are made of. */
export interface Lexicon {
  /** What `attn rnn` reads when it is given no sentence. */
  readonly sentence: string;
  /** The word that is asked about. */
  readonly pronoun: string;
  /** Who goes: `animal`. With its classifier, in a language that has one (`con`). */
  readonly goers: readonly Noun[];
  /** Where: `street`. */
  readonly places: readonly Noun[];
  /** Only someone who goes can be that: `tired`. As many as there are in `ofPlaces`. */
  readonly ofGoers: readonly string[];
  /** Only a place can be that: `wide`. */
  readonly ofPlaces: readonly string[];
  /** `{goer}`, `{place}` and `{adjective}` are filled in. The first one is that of the examples. */
  readonly patterns: readonly string[];
}

export interface Noun {
  readonly noun: string;
  /** The noun with its classifier; the noun itself where there is none. */
  readonly phrase: string;
}
