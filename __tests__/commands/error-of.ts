import { typed } from './fake-io.js';

/** A call as it is typed, its exit code, every line it prints to stderr but the notes in front, and what comes in on stdin. */
export type Row = readonly [line: string, code: number, said: string | readonly string[], stdin?: string];

const NOTE = /^attn: .*(?:are used (?:for|as)|arithmetic is real|a random projection)/;

/** A test for each call: the whole text of its error, as a user reads it, and stdout is empty. */
export function itTells(rows: readonly Row[]): void {
  for (const [line, code, said, stdin = ''] of rows) {
    it(`attn ${line}${stdin === '' ? '' : `  < ${JSON.stringify(stdin).slice(0, 60)}`}`, async () => {
      const ran = await typed(line, { stdin });
      const lines = ran.err.trimEnd().split('\n');
      expect([ran.code, ran.out, lines.slice(lines.findIndex((one) => !NOTE.test(one)))]).toEqual([
        code,
        '',
        typeof said === 'string' ? [said] : said,
      ]);
    });
  }
}
