/** A sentence, the word that is asked about, and the word that it refers to. */
export interface Example {
  readonly sentence: string;
  /** The words of the sentence, as `tokenize` cuts it. */
  readonly tokens: readonly string[];
  /** Place of the word that is asked about, from 0. */
  readonly at: number;
  /** Places of the word that it refers to, from 0; several where that word is repeated. */
  readonly referents: readonly number[];
  /** Kept out of training, to see whether the rule was learned and not the sentences. */
  readonly heldOut: boolean;
}
