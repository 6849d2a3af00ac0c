import { typed } from './fake-io.js';

/** A call as it is typed, its exit code, every line it prints to stderr but the notes in front, and what comes in on stdin. */
export type Row = readonly [line: string, code: number, said: string | readonly string[], stdin?: string];

/** The whole text of an error, as a user reads it: three lines a fault at the most, stdout empty. */
export async function tells(...[line, code, said, stdin]: Row): Promise<void> {
  const ran = await typed(line, stdin === undefined ? {} : { stdin });
  const lines = ran.err.trimEnd().split('\n');
  const first = lines.findIndex((one) => !/^attn: (?!\w+:).*(?:are used (?:for|as)|arithmetic is real|a random projection)/.test(one));
  expect([ran.code, ran.out, lines.slice(first)]).toEqual([code, '', typeof said === 'string' ? [said] : said]);
}
