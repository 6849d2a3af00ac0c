export interface GlossaryEntry {
  readonly term: string;
  readonly formula: string;
  readonly meaning: string;
  readonly example: string;
}

/** A share from `from` (included) to `to` that has a name: "nearly half". */
export type Fraction = readonly [from: number, to: number, name: string];
