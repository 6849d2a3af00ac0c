import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

// Every `@example expression // => value` of src/core, run. The value is what Node shows.
const FOLDER = join(__dirname, '../../src/core');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** `Float64Array [1, 2]` and `Uint8Array [0, 0x3c]` as expressions. */
const readable = (value: string): string => value.replace(/\b(\w+Array) \[([^\]]*)\]/g, '$1.of($2)');

function examplesOf(file: string): [string, string, string, string][] {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return [...text.matchAll(/@example([\s\S]*?)(?=@|\*\/)/g)].flatMap(([, body]) => {
    const lines = body!.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim()).filter(Boolean);
    const said: string[] = [];
    return lines.flatMap((line): [string, string, string, string][] => {
      const [code, value] = line.split(' // => ') as [string, string?];
      if (value === undefined) {
        said.push(code);
        return [];
      }
      const expression = code.replace(/;$/, '');
      return [[file, expression, value, `${said.join('\n')}\nreturn (${expression});`]];
    });
  });
}

const namespace = (): Record<string, unknown> => Object.assign({}, ...files.map((file) =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(join(FOLDER, file)) as object)) as Record<string, unknown>;

describe('the examples in the comments of src/core', () => {
  it.each(files.flatMap(examplesOf))('%s: %s is %s', (file, _, value, code) => {
    // The names of the file itself win over those of others (there are two functions called scale).
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const scope = { ...namespace(), ...(require(join(FOLDER, file)) as object) };
    const run = (body: string): unknown => new Function(...Object.keys(scope), body)(...Object.values(scope)) as unknown;
    expect(inspect(run(code), { depth: 9 })).toBe(inspect(run(`return (${readable(value)});`), { depth: 9 }));
  });
});
