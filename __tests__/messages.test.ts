import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { messagesOf, type Message } from './messages-of.js';

/** The page computes in the browser, the kernel in WebAssembly; neither says anything to a user. */
const SILENT = /src\/(?:page|kernel\/assembly)\/|\.generated\.ts$/;

/** Nobody sees it: src/check asks by it whether a mistake can be tried at all. */
const NEVER_SHOWN = new Set(['no score overflows']);

/** Fewer characters than this could stand in a test by chance: then all the fixed parts must, in their order. */
const LEAST = 12;

/** What may stand in a hole. */
const MOST_IN_A_HOLE = 200;

/** Ends each text of a test, so that no message is found across two. */
const END = '\u0002';

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** The texts that the tests expect: strings, templates and regular expressions, but not the titles. */
function textsOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('\u0001'));
    else if (ts.isRegularExpressionLiteral(node)) texts.push(node.text.replace(/\\([^\w\s])/g, '$1'));
    const title =
      ts.isCallExpression(node) && /^(?:it|test|describe)\b/.test(node.expression.getText())
        ? node.arguments[0]
        : undefined;
    node.forEachChild((child) => {
      if (child !== title || !ts.isStringLiteralLike(child)) visit(child);
    });
  };
  visit(source);
  return texts;
}

function isTested({ parts }: Message, tested: string): boolean {
  if (NEVER_SHOWN.has(parts.join(''))) return true;
  const longest = parts.reduce((most, part) => (part.trim().length > most.length ? part.trim() : most), '');
  if (longest.length >= LEAST) return tested.includes(longest);
  const fixed = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(fixed.join(`[^${END}]{0,${MOST_IN_A_HOLE}}?`)).test(tested);
}

it('every error message of the program stands in a test', () => {
  const tested = filesOf('__tests__')
    .filter((path) => !path.startsWith(join('__tests__', 'messages')))
    .flatMap(textsOf)
    .join(END);
  const untested = filesOf('src')
    .filter((path) => !SILENT.test(path))
    .flatMap((path) =>
      messagesOf(path, readFileSync(path, 'utf8'))
        .filter((message) => !isTested(message, tested))
        .map(({ parts, role, line }) => `${path}:${line}  ${role}: ${parts.join('…')}`),
    );
  expect(untested).toEqual([]);
});

describe('messagesOf', () => {
  const read = (text: string): string[] =>
    messagesOf('one.ts', text).map(({ parts, role }) => `${role}: ${parts.join('…')}`);

  it.each([
    ['a fault', "throw dataError({ what: 'is empty', fix: `cut ${it}` });", ['what: is empty', 'fix: cut …']],
    ['both ends of a condition', "const f = { what: x ? 'one' : `${n} of ${m}` };", ['what: one', 'what: … of …']],
    ['a variable', "const what = 'lost'; throw dataError({ where, what });", ['what: lost']],
    [
      'a function that gives texts',
      "const advice = (): string => 'go'; throw dataError({ fix: advice() });",
      ['fix: go'],
    ],
    [
      'a parameter',
      "const stop = (what: string, fix?: string): never => fail(); stop('no', 'yes');",
      ['what: no', 'fix: yes'],
    ],
    [
      'a parameter by its type',
      "type Stop = (what: string) => never; function f(stop: Stop): void { stop('no'); }",
      ['what: no'],
    ],
    ['a sum', "const f = { what: 'a' + b + `c${d}` };", ['what: a…c…']],
    ['an error of ours', 'throw new TypeError(`none of ${names}`);', ['what: none of …']],
  ])('finds %s', (_, text, found) => {
    expect(read(text)).toEqual(found);
  });

  it('does not take names for messages', () => {
    expect(read("const stages = { what: name }; const f = { what: '' };")).toEqual([]);
  });
});
