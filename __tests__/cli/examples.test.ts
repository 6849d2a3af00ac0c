import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bash } from './attn.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
  await cp('fixtures', folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** The lines under "Examples:" of a help, as they are printed. */
async function examples(command: string): Promise<string[]> {
  const { out } = await bash(`attn ${command} --help`);
  return /^Examples:\n((?: {2}.*\n)+)/m
    .exec(out)![1]!
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
}

describe('every example of the help runs', () => {
  it.each(['', 'compute', 'glossary', 'worksheet'])('attn %s --help', async (command) => {
    const lines = await examples(command);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      // Not every machine has jq; what it is given is JSON all the same.
      const { code, out, err } = await bash(
        line.replace(/jq -c '(.*)'/, `node -pe 'JSON.stringify(JSON.parse(require("fs").readFileSync(0))$1)'`),
        {},
        folder,
      );
      expect({ line, code, err }).toEqual({ line, code: 0, err: expect.not.stringContaining('    at ') });
      expect(line.includes(' -o ') || out.length > 10).toBe(true);
    }
  });

  it('attn completion --help', async () => {
    for (const line of await examples('completion')) {
      expect(
        await bash(`mkdir -p ${folder}/.zfunc ${folder}/.config/fish/completions; ${line}`, { HOME: folder }),
      ).toMatchObject({ code: 0, err: '' });
    }
    expect((await bash(`bash -n <(attn completion bash)`)).code).toBe(0);
  });

  it('attn alone shows two that run', async () => {
    const lines = (await bash('attn')).err.match(/^ {2}attn .*$/gm)!;
    for (const line of lines) expect((await bash(line.trim())).code).toBe(0);
    expect(lines).toHaveLength(2);
  });
});
