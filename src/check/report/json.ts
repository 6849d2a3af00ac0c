import { jsonNumber, jsonObject, jsonString, jsonStrings } from '../../show/index.js';
import type { CheckResult } from '../check.js';
import type { Cell } from '../compare.js';
import type { Finding } from '../finding.js';
import type { Ranges } from '../where/index-set.js';
import { boxRanges } from '../where/region.js';

/** So many rows and boxes are listed; `where` says all of them as ranges. */
const MOST_ROWS = 64;
const MOST_BOXES = 8;

/** The report for scripts, schema `attn-check/1`: one document, one diagnosis a line. NaN and ±∞ are texts, since JSON has no such numbers. */
export function jsonReport(result: CheckResult, compact: boolean): string {
  const { equal, comparison, tolerance, findings, fitted, stages, diagnosis } = result;
  const layout = { compact };
  const list = (items: readonly string[]): string =>
    items.length === 0 ? '[]' : compact ? `[${items.join(',')}]` : `[\n    ${items.join(',\n    ')}\n  ]`;
  const flat = (pairs: readonly (readonly [string, string])[]): string =>
    `{${pairs.map(([key, value]) => `${jsonString(key)}:${compact ? '' : ' '}${value}`).join(compact ? ',' : ', ')}}`;
  const index = (places: readonly number[]): string => `[${places.join(compact ? ',' : ', ')}]`;
  const number = (x: number): string =>
    Number.isFinite(x) ? jsonNumber(x) : jsonString(Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf');
  const cell = ({ index: places, expected, actual }: Cell): string =>
    flat([
      ['index', index(places)],
      ['expected', number(expected)],
      ['actual', number(actual)],
    ]);
  const finding = (one: Finding): string =>
    flat([
      ['ids', jsonStrings(one.ids, compact)],
      ['title', jsonString(one.title)],
      ['formula', jsonString(one.formula)],
      ['look_for', jsonString(one.lookFor)],
      ['try', jsonString(one.instead)],
      ...(one.value === undefined
        ? []
        : [
            [
              'value',
              typeof one.value === 'number' ? jsonNumber(one.value) : `[${one.value.map(jsonNumber).join(', ')}]`,
            ] as const,
          ]),
      ['residual', number(one.residual)],
    ]);
  const rank = comparison.shape.length;
  const ranges = (of: Ranges): string => `[${of.map(index).join(compact ? ',' : ', ')}]`;
  const whereJson = ({ where, keys }: CheckResult): string =>
    flat([
      ['text', jsonString(where!.text === '' ? 'everywhere' : where!.text)],
      ...(where!.cause === undefined ? [] : [['cause', jsonString(where!.cause)] as const]),
      ...(where!.tile === undefined ? [] : [['tile', String(where!.tile)] as const]),
      [
        'boxes',
        `[${where!.region.boxes
          .slice(0, MOST_BOXES)
          .map((box) => flat(Object.entries(boxRanges(box)).map(([axis, of]) => [axis, ranges(of)])))
          .join(compact ? ',' : ', ')}]`,
      ],
      ...(keys ? [['keys', ranges(keys.keys)] as const, ['keys_text', jsonString(keys.text)] as const] : []),
    ]);
  const pairs: (readonly [string, string])[] = [
    ['schema', '"attn-check/1"'],
    ['equal', String(equal)],
    [
      'tolerance',
      flat([
        ['atol', number(tolerance.atol)],
        ['rtol', number(tolerance.rtol)],
        ['rule', jsonString(tolerance.rule)],
        ['dtype', jsonString(tolerance.arithmetic.dtype)],
        ...(tolerance.accuracy === undefined ? [] : [['accuracy', jsonString(tolerance.accuracy)] as const]),
      ]),
    ],
    ['max_abs_error', number(comparison.maxAbs)],
    ['max_rel_error', number(comparison.maxRel)],
    ['max_ulp', number(comparison.maxUlp)],
    ['factor', number(comparison.factor)],
    ...(comparison.worst ? [['worst', cell(comparison.worst)] as const] : []),
    [
      'rows_that_differ',
      `[${comparison.rowsThatDiffer
        .slice(0, MOST_ROWS)
        .map((row) => (rank === 2 ? String(row[0]) : index(row)))
        .join(compact ? ',' : ', ')}]`,
    ],
    ['cells_that_differ', String(comparison.cellsThatDiffer)],
    ...(result.where ? [['where', whereJson(result)] as const] : []),
    ['not_finite', list(comparison.notFinite.slice(0, 20).map(cell))],
    ...(fitted.note ? [['shape', jsonString(fitted.note)] as const] : []),
    ...(stages.length > 1
      ? [
          [
            'stages',
            flat(
              stages.map((stage) => [
                stage.name,
                flat([
                  ['equal', String(stage.equal)],
                  ['max_abs_error', number(stage.comparison.maxAbs)],
                  ...(stage.as ? [['as', jsonString(stage.as)] as const] : []),
                ]),
              ]),
            ),
          ] as const,
        ]
      : []),
    ...(result.narrowed ? [['narrowed', jsonString(result.narrowed)] as const] : []),
    ['diagnosis', list(findings.map(finding))],
    ...(diagnosis
      ? [
          [
            'tried',
            flat([
              ['singles', String(diagnosis.tried.singles)],
              ['constants', String(diagnosis.tried.constants)],
              ['pairs', String(diagnosis.tried.pairs)],
            ]),
          ] as const,
          ['unseen', jsonStrings(diagnosis.unseen, compact)] as const,
          ...(diagnosis.leftOut.tries > 0
            ? [
                [
                  'left_out',
                  flat([
                    ['ids', jsonStrings(diagnosis.leftOut.ids, true)],
                    ['tries', String(diagnosis.leftOut.tries)],
                  ]),
                ] as const,
              ]
            : []),
        ]
      : []),
  ];
  return `${jsonObject(pairs, layout)}\n`;
}
