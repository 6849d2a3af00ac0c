import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attn } from '../commands/fake-io.js';

// The same settings, through the command: what JSON says can be computed again, to the same bytes.
const FOLDER = join(__dirname, '../../fixtures/semantics');
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attn-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('attn compute --json, read back', () => {
  it.each(names)('%s', async (name) => {
    const { ask } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as { ask: unknown };
    const bundle = join(folder, `${name}.json`);
    writeFileSync(bundle, JSON.stringify(ask));
    const first = await attn(['compute', '--input', bundle, '--json', '--compact']);
    expect(first.code).toBe(0);
    const result = join(folder, `${name}.result.json`);
    writeFileSync(result, first.out);
    const second = await attn(['compute', '--input', result, '--json', '--compact']);
    expect(second.err).toBe(first.err);
    const numbers = (text: string): Record<string, unknown> => {
      const {
        q,
        k,
        v,
        scores,
        weights,
        output,
        lse,
        present_key: presentKey,
        grad_q: gradQ,
        grad_k: gradK,
        grad_v: gradV,
      } = JSON.parse(text) as Record<string, unknown>;
      return { q, k, v, scores, weights, output, lse, presentKey, gradQ, gradK, gradV };
    };
    expect(numbers(second.out)).toEqual(numbers(first.out));
  });
});
