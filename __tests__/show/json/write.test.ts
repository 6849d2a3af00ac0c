import fc from 'fast-check';
import { tensor } from '../../../src/core/tensor.js';
import { jsonNumber, jsonObject, jsonString, jsonTensor } from '../../../src/show/json/write.js';

describe('jsonString', () => {
  it('reads back to the same text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(jsonString(text))).toBe(text);
      }),
    );
  });
  it('escapes what JSON.stringify leaves for a terminal to obey', () => {
    expect(jsonString('\u007f\u009b\u202e\u2066')).toBe('"\\u007f\\u009b\\u202e\\u2066"');
  });
});

describe('jsonNumber', () => {
  it('writes null for what JSON has no number for', () => {
    expect([NaN, Infinity, -Infinity, 0.1, 1e21].map(jsonNumber)).toEqual(['null', 'null', 'null', '0.1', '1e+21']);
  });
});

describe('jsonTensor', () => {
  it('reads back to the same numbers and shape, compact or not', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, compact) => {
        const size = shape.reduce((product, axis) => product * axis, 1);
        const data = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
        let value = JSON.parse(jsonTensor(tensor(shape, data), { compact }));
        const found: number[] = [];
        for (let level = value; Array.isArray(level); level = level[0]) found.push(level.length);
        expect(found).toEqual(shape);
        value = value.flat(3);
        expect(Float64Array.from(value)).toEqual(data);
      }),
    );
  });
  it('indents each axis and keeps the last on one line', () => {
    expect(jsonTensor(tensor([2, 1, 2], [1, 2, 3, 4]), { indent: '  ' })).toBe(
      '[\n    [\n      [1, 2]\n    ],\n    [\n      [3, 4]\n    ]\n  ]',
    );
  });
  it('writes a bool tensor as true and false', () => {
    expect(jsonTensor(tensor([2], [1, 0], { dtype: 'bool' }), {})).toBe('[true, false]');
  });
});

describe('jsonObject', () => {
  it('writes a pair a line, or one line', () => {
    expect(
      jsonObject(
        [
          ['a', '1'],
          ['b', '[]'],
        ],
        {},
      ),
    ).toBe('{\n  "a": 1,\n  "b": []\n}');
    expect(
      jsonObject(
        [
          ['a', '1'],
          ['b', '[]'],
        ],
        { compact: true },
      ),
    ).toBe('{"a":1,"b":[]}');
    expect(jsonObject([], {})).toBe('{}');
  });
});
