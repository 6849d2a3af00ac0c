import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines } from '../../../src/read/json/lines.js';
import { readDocument, readDocuments } from '../../../src/read/read.js';
import { attn, typed } from '../../commands/fake-io.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

describe('JSON lines', () => {
  it('are known by an object on the first line and another below it, and by nothing else', () => {
    expect(jsonLines('{"a": 1}\n{"a": 2}\n')).toHaveLength(2);
    expect(jsonLines('{"a": 1}\r\n\r\n  {"a": 2}')).toHaveLength(2);
    expect(jsonLines('{"a": 1}\n')).toBeUndefined();
    expect(jsonLines('{"a": {}\n, "b": {}}')).toBeUndefined();
    expect(jsonLines('[1, 2]\n[3, 4]\n')).toBeUndefined();
  });

  it('are never found in one JSON document, however it is laid out', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (json, indent) => {
        expect(jsonLines(JSON.stringify(JSON.parse(json), undefined, indent))).toBeUndefined();
      }),
    );
  });

  it('give every document back, whatever their objects hold', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 2, maxLength: 5 }), (objects) => {
        const text = objects.map((object) => `${JSON.stringify(object)}\n`).join('');
        const lines = jsonLines(text)!;
        expect(lines.map((line) => JSON.parse(line.text))).toEqual(
          objects.map((object) => JSON.parse(JSON.stringify(object))),
        );
        lines.forEach(({ text: line, start }) => expect(text.slice(start, start + line.length)).toBe(line));
      }),
    );
  });

  it('are not read where one document is wanted, and it is told how to give all', async () => {
    const path = await file('two.json', '{"q": [[1]]}\n{"q": [[2]]}\n');
    expect((await readDocuments(path)).map(({ tensors }) => tensors.get('q')!.data[0])).toEqual([1, 2]);
    await expect(readDocument(path)).rejects.toMatchObject({ code: 'several-documents', faults: [{ found: 2 }] });
  });
});

describe('problems, one a line', () => {
  it('of --config, --input and stdin are computed in their order', async () => {
    const path = await file(
      'p.jsonl',
      '{"q": [[1]], "v": [[5]]}\n{"q": [[2]], "v": [[6]]}\n{"q": [[3]], "v": [[7]]}\n',
    );
    for (const how of [`--config ${path}`, `--input ${path}`]) {
      const { out } = await typed(`compute ${how} --json`);
      expect(
        out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).output),
      ).toEqual([[[5]], [[6]], [[7]]]);
    }
  });

  it('are read back from the JSON lines that attn wrote, to the same bytes', async () => {
    const first = await typed(`compute --sentence 'a b c' --head-dim 2 --causal --json --compact`);
    const second = await typed(`compute --sentence 'd e' --heads 2 --json --compact`);
    const path = await file('results.jsonl', first.out + second.out);
    const { out, code } = await attn(['compute', '--input', path, '--json']);
    expect(code).toBe(0);
    expect(out).toBe(first.out + second.out);
  });

  it('are all refused when one is wrong, with the line of each', async () => {
    const path = await file('bad.jsonl', '{"sentence": "a b"}\n{"sentence": "a b",}\n\n{"sentence": "a" "b"}\n');
    const { out, err, code } = await typed(`compute --config ${path}`);
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toContain('bad.jsonl:2:20  trailing comma');
    expect(err).toContain('bad.jsonl:4:');
  });
});
