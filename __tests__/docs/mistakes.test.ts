import { readFileSync } from 'node:fs';
import { catalogue } from '../../src/check/catalogue.js';
import { MISTAKES } from '../../src/check/mistakes/index.js';
import { catalogueMarkdown } from '../../src/check/report/catalogue.js';
import { attn } from '../commands/fake-io.js';

describe('the catalogue of mistakes', () => {
  it('stands in docs/mistakes.md as it is now', () => {
    expect(readFileSync('docs/mistakes.md', 'utf8')).toBe(catalogueMarkdown());
  });

  it('explains every id that the diagnosis can name, each once', () => {
    const ids = catalogue().flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...MISTAKES].map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('is printed by check --list, as text and as JSON', async () => {
    const { code, out } = await attn(['check', '--list']);
    expect(code).toBe(0);
    expect(out).toMatch(/S1 +the scores are not scaled/);
    const json = JSON.parse((await attn(['check', '--list', '--json'])).out) as { mistakes: { id: string }[] };
    expect(json.mistakes.find(({ id }) => id === 'S1')).toMatchObject({ family: 'Scale', formula: 'softmax(Q·Kᵀ)·V' });
  });
});
