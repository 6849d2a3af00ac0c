import type { Fact } from '../../src/core/fact.js';
import { facts as en, rooms } from '../../src/words/en/index.js';
import { facts as vi } from '../../src/words/vi/index.js';
import { AS_FIELDS, AS_FLAGS, say, type FactWords, type Said } from '../../src/words/index.js';
import { COMMANDS } from './samples-commands.js';
import { ALL } from './samples-rooms.js';
import { TRACE } from './samples-trace.js';

const FACTS = Object.entries<readonly object[]>(ALL).flatMap(([code, parts]) =>
  parts.map((part) => ({ code, ...part })),
);

const LANGUAGES: readonly (readonly [string, FactWords])[] = [
  ['English', en],
  ['Vietnamese', vi],
];

function texts({ what, detail, fix }: Said): string[] {
  return [what, ...(detail === undefined ? [] : [detail].flat()), ...(fix === undefined ? [] : [fix])];
}

describe.each(LANGUAGES)('every fact in %s', (_, words) => {
  it.each(FACTS)('$code is a sentence without gaps', (fact: Fact) => {
    for (const text of texts(say(fact, words))) {
      expect(text).toMatch(/\S/);
      expect(text).not.toMatch(/undefined|\[object|=>/);
      // What a computation gave may be NaN; what was counted may not.
      if (!(fact.code in TRACE)) expect(text).not.toMatch(/NaN/);
    }
  });
});

it('every language has the codes of English, and no others', () => {
  for (const [, words] of LANGUAGES) expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
});

it('no two rooms have the same code', () => {
  const codes = Object.values(rooms).flatMap((room) => Object.keys(room));
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});

/** Names and formulas alone, and what another program said. */
const SAME: ReadonlySet<string> = new Set(['verbatim', 'axes', 'causal', 'wrong-call']);

it('Vietnamese says every fact in its own words', () => {
  const same = FACTS.filter(({ code }) => !SAME.has(code)).filter((fact) => say(fact, vi).what === say(fact, en).what);
  expect(same.map(({ code }) => code)).toEqual([]);
});

/** Their advice is a call of the command as a whole, or they are about one. */
const CALLS: ReadonlySet<string> = new Set([
  ...Object.keys(COMMANDS),
  'stdin-read-twice',
  'nothing-to-compute',
  'input-alone',
  'text-memory',
]);

it('only the naming of a program has names without dashes', () => {
  const flags = FACTS.filter(({ code }) => !CALLS.has(code)).filter((fact) =>
    texts(say(fact, en, AS_FIELDS)).some((text) => text.includes('--')),
  );
  expect(flags.map(({ code }) => code)).toEqual([]);
  expect(FACTS.some((fact) => texts(say(fact, en, AS_FLAGS)).some((text) => text.includes('--')))).toBe(true);
});

it('a fact that has no sentence is a bug of ours, which says so', () => {
  expect(() => say({ code: 'no-such-code' })).toThrow('no sentence for no-such-code');
});
