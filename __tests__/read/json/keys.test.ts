import fc from 'fast-check';
import { jsonKeys } from '../../../src/read/json/keys.js';

/** RFC 6901, the slow way. */
function follow(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (inner, key) => (inner as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      value,
    );
}

describe('jsonKeys', () => {
  it('finds keys, values and repeated keys', () => {
    expect(jsonKeys('{"a": [1, {"b": 2}],\n "a": 3}')).toEqual([
      { pointer: '/a', key: 'a', keyAt: 1, valueAt: 6, repeated: false },
      { pointer: '/a/1/b', key: 'b', keyAt: 11, valueAt: 16, repeated: false },
      { pointer: '/a', key: 'a', keyAt: 22, valueAt: 27, repeated: true },
    ]);
  });

  it('is not led astray by brackets, quotes and backslashes in strings', () => {
    expect(jsonKeys('{"{[,\\"": "}\\\\", "b": ["]{", {"c": 1}]}').map(({ pointer }) => pointer)).toEqual([
      '/{[,"',
      '/b',
      '/b/1/c',
    ]);
  });

  it('every pointer leads to the value that stands at its offset, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const parsed: unknown = JSON.parse(text);
        for (const { pointer, keyAt, valueAt, key, repeated } of jsonKeys(text)) {
          expect(repeated).toBe(false);
          expect(text.startsWith(JSON.stringify(key), keyAt)).toBe(true);
          const written = JSON.stringify(follow(parsed, pointer), undefined, space);
          expect(text.slice(valueAt).replace(/\s/g, '').startsWith(written.replace(/\s/g, ''))).toBe(true);
        }
      }),
    );
  });

  it('walks half a million levels without a stack', () => {
    expect(jsonKeys(`{"a":${'['.repeat(5e5)}${']'.repeat(5e5)}}`)).toHaveLength(1);
  });
});
