import { parse } from 'csv-parse/sync';
import { attend } from '../../src/core/attend.js';
import { renderCsv, renderTsv } from '../../src/show/csv.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import type { Trace } from '../../src/core/trace.js';
import { cat, CONTROL, HOSTILE, labelled, long, PIPE, waves } from './sample.js';

const csv = (trace: Trace, more: Partial<ShowOptions> = {}): string => renderCsv(trace, { ...PIPE, ...more }) as string;
const records = (text: string): string[][] => parse(text, { delimiter: ',' }) as string[][];

describe('renderCsv', () => {
  it('writes one matrix alone as bare numbers that read back to the last bit', () => {
    const trace = cat();
    expect(
      Float64Array.from(
        records(csv(trace, { only: 'weights' }))
          .flat()
          .map(Number),
      ),
    ).toEqual(trace.stages.get('weights')?.tensor.data);
    expect(csv(trace, { only: 'scores' })).toBe('1,0,0,1\n1,2,2,3\n0,5,4,3\n1,1,2,4\n');
  });
  it('writes one number a line for lse', () => {
    expect(csv(cat(), { only: 'lse' }).split('\n')).toHaveLength(5);
  });
  it('writes what is masked as -inf', () => {
    expect(csv(cat({ causal: true }), { only: 'masked' }).split('\n')[0]).toBe('0.5,-inf,-inf,-inf');
  });
  it('writes several stages in the long form, a cell a line', () => {
    const [header, first, ...rest] = records(csv(cat()));
    expect(header).toEqual(['stage', 'batch', 'head', 'row', 'column', 'value']);
    expect(first).toEqual(['scores', '0', '0', 'the', 'the', '1']);
    expect(rest).toHaveLength(16 + 16 + 8 - 1);
  });
  it('writes several heads in the long form even of one stage, but a chosen head bare', () => {
    expect(csv(long(3, 2), { only: 'weights' })).toMatch(/^stage,batch,head,row,column,value\nweights,0,0,w1,w1,0\./);
    expect(records(csv(long(3, 2), { only: 'weights', head: 1 }))).toHaveLength(3);
  });
  it('writes fused heads as the one matrix that the input was', () => {
    expect(records(csv(attend({ q: waves(4, 6), heads: 2 }), { only: 'output' })).map((row) => row.length)).toEqual([
      6, 6, 6, 6,
    ]);
  });
  it('quotes by RFC 4180: commas and quotes', () => {
    const rows = records(csv(labelled(['a,b', 'say "hi"', 'c', 'd'])));
    expect(rows[1]?.slice(3, 5)).toEqual(['a,b', 'a,b']);
    expect(rows[2]?.[4]).toBe('say "hi"');
  });
  it('quotes all labels as soon as one begins like a formula', () => {
    expect(csv(labelled(['=1+1', 'b', 'c', 'd'])).split('\n')[1]).toBe('scores,0,0,"=1+1","=1+1",1');
    expect(csv(labelled(['=1+1', 'b', 'c', 'd'])).split('\n')[6]).toContain('"b"');
    expect(csv(labelled(['a', 'b', 'c', 'd']))).not.toContain('"');
  });
  it('tells repeated tokens apart, so that a line says which cell it is', () => {
    const cells = records(csv(labelled(['the', 'cat', 'the', 'cat']), { stages: ['weights'] }))
      .slice(1)
      .map((row) => row.slice(0, 5).join());
    expect(new Set(cells).size).toBe(16);
  });
  it.each(HOSTILE)('keeps a record with the label %j on its line, harmless', (label) => {
    const text = csv(labelled([label, 'b', 'c', 'd']));
    expect(text.replace(/\n/g, '')).not.toMatch(CONTROL);
    expect(records(text).every((row) => row.length === 6)).toBe(true);
  });
  it('rounds only where asked', () => {
    expect(csv(cat(), { only: 'weights', round: 2 }).split('\n')[2]).toBe('0.04,0.49,0.29,0.18');
    expect(csv(cat(), { only: 'weights', precision: 1 })).toContain('0.4862642270527435');
  });
});

describe('renderTsv', () => {
  it('puts tabs where CSV has commas', () => {
    expect(renderTsv(cat(), { ...PIPE, only: 'scores' })).toBe('1\t0\t0\t1\n1\t2\t2\t3\n0\t5\t4\t3\n1\t1\t2\t4\n');
    expect(renderTsv(labelled(['a,b', 'b', 'c', 'd']), PIPE)).toContain('\ta,b\t');
  });
});
