import type { StepKind } from './lesson.js';

/** What a piece of text is, so that each medium can give it its colour or its type. */
export type Role = 'query' | 'key' | 'value' | 'weight' | 'label' | 'self' | 'mark';

export interface Cell {
  readonly text: string;
  readonly role?: Role;
  /** A share from 0 to 1 that colours the cell (weights). */
  readonly heat?: number;
  /** A heading over so many columns. */
  readonly span?: number;
  /** Drawn as a bar: a share from 0 to 1 of `width` columns. */
  readonly bar?: { readonly share: number; readonly width: number };
}

export interface Column {
  /** `point`: decimal points under each other. */
  readonly align?: 'left' | 'right' | 'point';
  /** Blanks in front; 2 when not given, 0 for the first column. */
  readonly gap?: number;
  /** Least width. */
  readonly least?: number;
}

/** A piece of a page, without layout: terminal, Markdown and LaTeX draw the same ones. */
export type Block =
  | { readonly kind: 'say'; readonly text: string; readonly tone?: 'check' | 'note' | 'code' }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly head?: readonly Cell[];
      readonly rows: readonly (readonly Cell[])[];
    }
  /** The same matter in several forms, widest first: the first that fits is drawn. */
  | {
      readonly kind: 'fit';
      readonly choices: readonly (readonly Block[])[];
      /** The choice for a page, which is as wide as it likes: 0 when not given. */ readonly page?: number;
    };

export type Table = Extract<Block, { kind: 'table' }>;

/** One screen. */
export interface Page {
  readonly step: StepKind;
  /** 1…`of`; several screens of one number get a letter: 4a, 4b. */
  readonly number: number;
  readonly of: number;
  readonly name: string;
  readonly title: string;
  readonly formula?: string;
  readonly blocks: readonly Block[];
}

export const say = (text: string, tone?: 'check' | 'note' | 'code'): Block => ({
  kind: 'say',
  text,
  ...(tone && { tone }),
});

export const cell = (text: string, role?: Role): Cell => ({ text, ...(role && { role }) });
