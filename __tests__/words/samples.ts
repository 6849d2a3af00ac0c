/** Numbers and names for every code of a room: the compiler asks for each. Several where the sentence branches. */
export type Samples<Facts> = { readonly [Code in keyof Facts]: readonly Facts[Code][] };
