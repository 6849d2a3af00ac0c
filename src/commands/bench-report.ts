import { cpus } from 'node:os';
import { type Limit, type Measured, operations, type Size } from '../kernel/index.js';
import { box, glyphs, jsonNumber, jsonObject, jsonString, padEnd, padStart, palette } from '../show/index.js';
import type { Screen } from './terminal.js';

/** What `attn bench` found. */
export interface BenchReport {
  readonly threads: number;
  readonly limit: Limit;
  readonly rows: readonly Measured[];
  /** The reference at its length, and the kernel's time of the same. */
  readonly reference: Size & { readonly ms: number; readonly kernelMs: number };
}

/** The share of what all threads could do: of float64 half as many fit into a register. */
function shareOf({ gflops, dtype }: Measured, { limit, threads }: BenchReport): number {
  return gflops / (limit.gflops * threads * (dtype === 'float64' ? 0.5 : 1));
}

/** How many times as long as half the length took; 4 when the time grows as n². */
function growthOf(row: Measured, rows: readonly Measured[]): number | undefined {
  const half = rows.find((other) => other.n * 2 === row.n && other.dtype === row.dtype && other.causal === row.causal);
  return half && row.ms / half.ms;
}

/** A table for people. */
export function benchText(report: BenchReport, { color, unicode }: Screen): string {
  const { threads, limit, rows, reference } = report;
  const paint = palette(color);
  const signs = glyphs(unicode);
  const head = ['n', 'type', 'mask', 'ms', 'GFLOPS', 'of the limit', 'growth'];
  const cells = rows.map((row) => {
    const growth = growthOf(row, rows);
    return [
      String(row.n),
      row.dtype,
      row.causal ? 'causal' : 'none',
      row.ms.toFixed(1),
      row.gflops.toFixed(1),
      `${(100 * shareOf(row, report)).toFixed(0)} %`,
      growth === undefined ? '' : `${unicode ? '×' : 'x'}${growth.toFixed(2)}`,
    ];
  });
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]!.length)));
  const line = (row: readonly string[], bold: boolean): string[] =>
    row.map((cell, at) => {
      const fitted = at === 1 || at === 2 ? padEnd(cell, widths[at]!) : padStart(cell, widths[at]!);
      return ` ${bold ? paint.bold(fitted) : fitted} `;
    });
  const { heads, d } = rows[0]!;
  return [
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} processors, Node ${process.version}`,
    `${heads} head${heads === 1 ? '' : 's'}, d ${d}, ${threads} thread${threads === 1 ? '' : 's'}, output only`,
    `limit of a thread: ${limit.gflops.toFixed(1)} GFLOPS float32, half of it float64`,
    `(WebAssembly SIMD, multiply and add ${limit.fused ? 'in one' : 'apart'})`,
    '',
    box([line(head, true), ...cells.map((row) => line(row, false))], signs, paint.dim),
    '',
    `growth: the time beside that of half the length; ${unicode ? '×4' : 'x4'} is n${unicode ? '²' : '^2'}.`,
    'Causal counts half the operations.',
    `The reference, every stage in float64, n ${reference.n}: ${reference.ms.toFixed(0)} ms, ${(reference.ms / reference.kernelMs).toFixed(0)} times the kernel`,
    '',
  ].join('\n');
}

/** The same as `attn-bench/1`. */
export function benchJson(report: BenchReport, compact: boolean): string {
  const { threads, limit, rows, reference } = report;
  const object = (pairs: readonly (readonly [string, string])[]): string =>
    `{${pairs.map(([key, value]) => `${jsonString(key)}: ${value}`).join(', ')}}`;
  const size = ({ heads, n, d, dtype, causal }: Size): (readonly [string, string])[] => [
    ['heads', String(heads)],
    ['n', String(n)],
    ['d', String(d)],
    ['dtype', jsonString(dtype)],
    ['causal', String(causal)],
  ];
  const results = rows.map((row) => {
    const growth = growthOf(row, rows);
    return object([
      ...size(row),
      ['ms', jsonNumber(row.ms)],
      ['gflops', jsonNumber(row.gflops)],
      ['share', jsonNumber(shareOf(row, report))],
      ['growth', growth === undefined ? 'null' : jsonNumber(growth)],
    ]);
  });
  return `${jsonObject(
    [
      ['schema', jsonString('attn-bench/1')],
      ['processor', jsonString(cpus()[0]?.model.trim() ?? '')],
      ['processors', String(cpus().length)],
      ['node', jsonString(process.version)],
      ['threads', String(threads)],
      [
        'limit',
        object([
          ['gflops', jsonNumber(limit.gflops)],
          ['fused', String(limit.fused)],
        ]),
      ],
      ['results', compact ? `[${results.join(', ')}]` : `[\n    ${results.join(',\n    ')}\n  ]`],
      [
        'reference',
        object([
          ...size(reference),
          ['ms', jsonNumber(reference.ms)],
          ['operations', jsonNumber(operations(reference))],
          ['kernel_ms', jsonNumber(reference.kernelMs)],
        ]),
      ],
    ],
    { compact },
  )}\n`;
}
