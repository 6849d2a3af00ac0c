import { matrix, tensor } from '../../src/core/tensor.js';
import { attend } from '../../src/core/attend.js';
import { renderJson, renderJsonLines } from '../../src/show/json.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { STAGES, type Trace } from '../../src/core/trace.js';
import { cat, HOSTILE, labelled, long, PIPE, waves } from './sample.js';

const ALL: ShowOptions = { ...PIPE, stages: STAGES };
const text = (trace: Trace, more: Partial<ShowOptions> = {}): string =>
  renderJson(trace, { ...ALL, ...more }) as string;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const read = (trace: Trace, more: Partial<ShowOptions> = {}): any => JSON.parse(text(trace, more));

describe('renderJson', () => {
  it('begins with the schema, keeps the order of the stages and ends with a newline', () => {
    const document = text(cat());
    expect(document).toMatch(/^\{\n {2}"schema": "attn\/1",\n {2}"meta": \{\n {4}"version": "0\.1\.0",/);
    expect(document.endsWith('}\n')).toBe(true);
    expect(Object.keys(JSON.parse(document))).toEqual([
      'schema',
      'meta',
      'tokens',
      'warnings',
      'q',
      'k',
      'v',
      'scores',
      'scaled',
      'weights',
      'output',
      'lse',
      'entropy',
    ]);
  });

  it('writes one matrix row a line', () => {
    expect(text(cat())).toContain(
      '  "scores": [\n    [1, 0, 0, 1],\n    [1, 2, 2, 3],\n    [0, 5, 4, 3],\n    [1, 1, 2, 4]\n  ],\n',
    );
  });

  it('says what was computed with', () => {
    expect(read(cat({ provenance: { seed: 42 } })).meta).toMatchObject({
      version: '0.1.0',
      dtype: 'float64',
      engine: 'reference',
      scale: 0.5,
      d_k: 4,
      d_v: 2,
      heads: 1,
      kv_heads: 1,
      n_q: 4,
      n_k: 4,
      seed: 42,
      conventions: { similarity: 'dot', scale: '1/√4' },
    });
    expect(read(cat()).meta.seed).toBeNull();
  });

  it('gives back every number to the last bit', () => {
    const trace = long(7, 2);
    const document = read(trace);
    for (const [name, stage] of trace.stages)
      expect(Float64Array.from(document[name].flat(3))).toEqual(stage.tensor.data);
  });

  it('writes null for −∞ and says in the mask who may see whom', () => {
    const document = read(cat({ causal: true }));
    expect(document.masked[0]).toEqual([0.5, null, null, null]);
    expect(document.mask[0]).toEqual([true, false, false, false]);
    expect(read(cat()).mask).toBeUndefined();
  });

  it('writes null for NaN and +∞ and warns', () => {
    const document = read(attend({ q: matrix([[1e200]]), k: matrix([[1e200]]), v: matrix([[1]]) }));
    expect(document.scores).toEqual([[null]]);
    expect(document.warnings.length).toBeGreaterThan(0);
  });

  it('keeps −0', () => {
    expect(text(attend({ q: matrix([[-0]]), k: matrix([[1]]), v: matrix([[1]]) }), { only: 'q' })).toBe(
      '[\n  [-0]\n]\n',
    );
  });

  it('is one line when compact, with the same contents', () => {
    const compact = text(cat({ causal: true }), { compact: true });
    expect(compact.match(/\n/g)).toHaveLength(1);
    expect(compact).not.toContain('": ');
    expect(JSON.parse(compact)).toEqual(read(cat({ causal: true })));
    expect(renderJsonLines(cat({ causal: true }), ALL)).toBe(compact);
  });

  it('limits the stages to the ones asked for', () => {
    expect(Object.keys(read(cat(), { stages: ['weights'] }))).toEqual([
      'schema',
      'meta',
      'tokens',
      'warnings',
      'weights',
    ]);
  });

  it('writes one stage alone as the bare matrix', () => {
    expect(JSON.parse(text(cat(), { only: 'scores' }))).toEqual([
      [1, 0, 0, 1],
      [1, 2, 2, 3],
      [0, 5, 4, 3],
      [1, 1, 2, 4],
    ]);
  });

  it('has one level more for heads, and two for a batch', () => {
    expect(read(long(3, 2)).weights).toHaveLength(2);
    const batch = read(attend({ q: waves(2, 3, 4, 5) }));
    expect([batch.weights.length, batch.weights[0].length, batch.weights[0][0].length, batch.lse[0][0].length]).toEqual(
      [2, 3, 4, 4],
    );
  });

  it('gives fused heads back side by side', () => {
    const document = read(attend({ q: waves(4, 6), heads: 2 }));
    expect([document.output.length, document.output[0].length, document.weights.length]).toEqual([4, 6, 2]);
  });

  it('shows weights and output before a token was hidden', () => {
    const document = read(cat({ hide: [1] }), { before: cat() });
    expect(document.hidden).toEqual(['cat']);
    expect(document.before.weights).toEqual(read(cat()).weights);
    expect(document.weights[2][1]).toBe(0);
    expect(Object.keys(document).slice(-2)).toEqual(['before', 'hidden']);
  });

  it('rounds data only where asked', () => {
    expect(read(cat(), { round: 2, only: 'weights' })[2]).toEqual([0.04, 0.49, 0.29, 0.18]);
    expect(read(cat(), { precision: 1, only: 'weights' })[2][1]).toBe(0.4862642270527435);
  });

  it.each(HOSTILE.filter((label) => label !== '\ud800'))(
    'keeps the label %j exactly, without a character that a terminal obeys',
    (label) => {
      const document = text(labelled([label, 'b', 'c', 'd']));
      expect(document.replace(/\n/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      expect(JSON.parse(document).tokens.query[0]).toBe(label);
    },
  );

  it('writes an empty matrix as an empty list', () => {
    const trace = cat();
    const stages = new Map(trace.stages);
    stages.set('output', { ...trace.stages.get('output')!, tensor: tensor([1, 1, 0, 2], []) });
    expect(text({ ...trace, stages }, { only: 'output' })).toBe('[]\n');
  });

  it('is the same text every time', () => {
    expect(text(cat())).toBe(text(cat()));
  });
});
