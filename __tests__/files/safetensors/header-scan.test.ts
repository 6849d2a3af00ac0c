import fc from 'fast-check';
import { scanHeader } from '../../../src/files/safetensors/header-scan.js';

it('scanHeader finds a key that appears twice in one object, not one that stands in two', () => {
  expect(scanHeader('{"a":{"x":1},"b":{"x":1}}').repeated).toEqual([]);
  expect(scanHeader('{"a":1,"b":2,"a" :3}').repeated).toEqual(['a']);
  expect(scanHeader('{"a":{"x":1,"x":2},"b":{"y":1}}').repeated).toEqual(['x']);
});

it('scanHeader takes a value for no key', () => {
  expect(scanHeader('{"a":"a","b":["a","b"]}').repeated).toEqual([]);
});

it('scanHeader reads escapes: a quoted quote ends no key, and \\u0061 is a', () => {
  expect(scanHeader('{"a\\":\\"a":1,"b":2}')).toEqual({ repeated: [], deep: false });
  expect(scanHeader('{"\\u0061":1,"a":2}').repeated).toEqual(['a']);
  expect(scanHeader('{"\\\\":1,"\\\\":2}').repeated).toEqual(['\\']);
});

it('scanHeader names the first character that has no place outside of strings', () => {
  expect(scanHeader('{"-.null":[1,-1]}').strange).toEqual({ character: '-', at: 13 });
  expect(scanHeader('{"a":1} \n\r\t').strange).toBeUndefined();
});

it('scanHeader stops at the fourth level', () => {
  expect(scanHeader('{"a":{"shape":[1]}}').deep).toBe(false);
  expect(scanHeader('{"a":{"shape":[[').deep).toBe(true);
});

it('scanHeader finds nothing in what JSON.stringify writes, and every name that is added a second time', () => {
  const entry = fc.record({ dtype: fc.string(), shape: fc.array(fc.nat(), { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), entry, { minKeys: 1, maxKeys: 5 }), (header) => {
      const text = JSON.stringify(header);
      expect(scanHeader(text)).toEqual({ repeated: [], deep: false });
      for (const key of Object.keys(header)) {
        expect(scanHeader(`${text.slice(0, -1)},${JSON.stringify(key)}:{}}`).repeated).toEqual([key]);
      }
    }),
  );
});

it('scanHeader ends on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', 'u', '1') }), (text) => {
      expect(typeof scanHeader(text).deep).toBe('boolean');
    }),
  );
});
