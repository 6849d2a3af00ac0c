import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../src/index.js';

// Every example of a doc comment is run that says what it gives: `call // => result`, in the line of @example or below it, where
// the lines before are run first. What its own module exports and the library are in scope. Examples that need more than
// can be written in a line say `// gives` and are not run.
interface Example {
  readonly where: string;
  readonly file: string;
  /** Lines that are run before. */
  readonly before: string;
  readonly call: string;
  readonly result: string;
}

const sources = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
    .sort()
    .map((name) => [name, readFileSync(join('src', name), 'utf8')]),
);

function* examplesOf(file: string, text: string): Generator<Example> {
  let before: string[] | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const [, tag, content = ''] = /^\s*\* (@\w+ ?)?(.*?)(?: \*\/)?$/.exec(line) ?? [];
    if (tag) before = tag.startsWith('@example') ? [] : undefined;
    const [, call, result] = /^(.+?) \/\/ => (.+)$/.exec(content) ?? [];
    if (before && call) yield { where: `${file}:${at + 1}`, file, before: before.join('\n'), call, result: result! };
    else if (before && /^\s*\*\/|^\s*\* *$/.test(line)) before = undefined;
    else if (!content.startsWith('import ')) before?.push(content);
  }
}

const AsyncFunction = (async () => undefined).constructor as new (
  ...words: string[]
) => (...values: unknown[]) => Promise<unknown>;

function evaluate(before: string, call: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> {
  return new AsyncFunction(...Object.keys(scope), `{ ${before}\nreturn (${call}); }`)(...Object.values(scope));
}

describe('every example gives what it says', () => {
  it.each([...sources].flatMap(([file, text]) => [...examplesOf(file, text)]))(
    '$where  $call',
    async ({ file, before, call, result }) => {
      const scope = Object.assign({}, library, await import(`../src/${file}`)) as Record<string, unknown>;
      // `Float64Array [1, 0]` as Node prints it.
      const expected = await evaluate('', result.replace(/^(\w+Array) (\[.*\])$/, 'new $1($2)'), {});
      expect(await evaluate(before, call, scope)).toEqual(expected);
    },
  );
});

describe('the library', () => {
  it.each(
    Object.entries(library)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name),
  )('%s is documented, with an example', (name) => {
    const declared = new RegExp(
      `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*export (?:async )?(?:function|class|const) ${name}\\b`,
    );
    const comments = [...sources.values()].flatMap((text) => declared.exec(text)?.[1] ?? []);
    expect(comments.join('')).toContain(name === 'AttnError' ? 'error' : '@example');
  });
});
