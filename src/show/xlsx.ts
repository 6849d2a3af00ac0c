import { type Stage, type StageName, type Tensor, type Trace } from '../core/index.js';
import { matricesOf } from '../lens/index.js';
import { titleParts } from './parts/title.js';
import type { Renderer, ShowOptions } from './renderer.js';
import { usageError } from './facts.js';
import { workbook } from './xlsx/book.js';
import * as formulas from './xlsx/formulas.js';
import type { Block, Sheet, Source } from './xlsx/sheet.js';

/** A workbook of more cells opens slowly, and nobody reads it. */
const MOST_CELLS = 300_000;

/** What a stage of a rounded type may differ from the formula, which counts in float64. */
const TOLERANCE: Readonly<Record<string, number>> = { float64: 1e-9, float32: 1e-4, float16: 0.02, bfloat16: 0.1 };

/**
 * A workbook with a sheet for each stage, each cell a formula over the stages before: change a cell of Q and the weights change. A stage
 * whose formula does not give the numbers of the trace (another normalizer, a rotation) stands as numbers, and its title says so.
 *
 * @throws AttnError (usage) when there are too many cells
 */
export const renderXlsx: Renderer = (trace, options) => {
  const cells = [...trace.stages.values()].reduce((sum, { tensor }) => sum + tensor.data.length, 0);
  if (cells > MOST_CELLS) throw usageError({ code: 'xlsx-too-large', found: cells, most: MOST_CELLS });
  return workbook(new Book(trace, options).sheets());
};

/** Sheets in the order of the computation, each with what later ones refer to. */
class Book {
  private readonly trace: Trace;
  private readonly options: ShowOptions;
  private readonly made: Sheet[] = [];
  private readonly sources = new Map<string, Source>();

  constructor(trace: Trace, options: ShowOptions) {
    this.trace = trace;
    this.options = options;
  }

  sheets(): readonly Sheet[] {
    const { problem, sizes } = this.trace;
    for (const [name, w] of [
      ['wq', problem.wq],
      ['wk', problem.wk],
      ['wv', problem.wv],
      ['wo', problem.wo],
    ] as const)
      if (w?.shape.length === 2) this.weights(name, w);
    for (const [name, b] of [
      ['bq', problem.bq],
      ['bk', problem.bk],
      ['bv', problem.bv],
      ['bo', problem.bo],
    ] as const)
      if (b) this.list(name, b);

    for (const name of this.trace.stages.keys()) {
      if (name === 'masked' || (name === 'weights' && !this.trace.stages.has('masked'))) this.mask();
      if (name === 'weights') this.exponentials();
      this.stage(name);
      if (name === 'present_value' || (name === 'v' && sizes.nPast === 0)) this.transposedValues(name);
    }
    return this.made;
  }

  private source(...names: readonly string[]): Source | undefined {
    return names.map((name) => this.sources.get(name)).find((source) => source !== undefined);
  }

  private stage(name: StageName): void {
    const stage = this.trace.stages.get(name)!;
    const source = sourceOf(stage);
    const found = this.derivations(name).find((derive) => this.reproduces(source, derive));
    this.add(stage, source, found);
    this.sources.set(name, source);
  }

  /** The ways in which a stage may come from those before; the first that gives its numbers is taken. */
  private derivations(name: StageName): formulas.Derivation[] {
    const { trace } = this;
    const { problem, sizes, scale } = trace;
    const logits = this.source('softcapped', 'scaled', 'scores');
    const masked = this.source('masked', 'softcapped', 'scaled', 'scores');
    const exp = this.sources.get('exp');
    const headsAt = (stage: Stage): number => stage.tensor.shape[1];
    const project = (x: Source | undefined, letter: 'q' | 'k' | 'v'): formulas.Derivation[] => {
      const w = this.sources.get(`w${letter}`);
      const stage = trace.stages.get(letter);
      if (!x || !w || !stage) return [];
      return [formulas.projection(x, w, this.sources.get(`b${letter}`), headsAt(stage), stage.tensor.shape[3])];
    };
    /** Every query head with its key head: neighbours share one. */
    const partner =
      (b: Source) =>
      (block: number): number => {
        const own = b.blocks / sizes.batch;
        return Math.floor(block / sizes.heads) * own + Math.floor((block % sizes.heads) / (sizes.heads / own));
      };
    switch (name) {
      case 'q':
        return project(this.source('x'), 'q');
      case 'k':
        return project(this.source('x_kv', 'x'), 'k');
      case 'v':
        return project(this.source('x_kv', 'x'), 'v');
      case 'scores': {
        const keys = this.source('present_key', 'k_rotated', 'k_normed', 'k');
        const queries = this.source('q_rotated', 'q_normed', 'q');
        return queries && keys ? [formulas.product(queries, keys, partner(keys))] : [];
      }
      case 'scaled': {
        const scores = this.source('scores')!;
        const factor = scaleFormula(scale, sizes.dK);
        return [
          formulas.changed(
            scores,
            (place) => `${place}*${factor}`,
            (value) => value * scale,
          ),
        ];
      }
      case 'softcapped': {
        const cap = problem.softcap;
        const scaled = this.source('scaled', 'scores')!;
        if (cap === undefined) return [];
        return [
          formulas.changed(
            scaled,
            (place) => `${cap}*TANH(${place}/${cap})`,
            (value) => cap * Math.tanh(value / cap),
          ),
        ];
      }
      case 'masked': {
        const mask = this.sources.get('mask');
        const added = logits && this.added(trace.stages.get('masked')!, logits);
        return logits
          ? [formulas.maskedCell(logits, mask, undefined), ...(added ? [formulas.maskedCell(logits, mask, added)] : [])]
          : [];
      }
      case 'weights':
        return exp ? [formulas.share(exp)] : [];
      case 'heads': {
        const values = this.sources.get('v_transposed');
        const weights = this.sources.get('weights');
        return values && weights ? [formulas.product(weights, values, partner(values))] : [];
      }
      case 'output': {
        const heads = this.source('heads');
        const w = this.sources.get('wo');
        const values = this.sources.get('v_transposed');
        const weights = this.sources.get('weights');
        return [
          ...(heads && w ? [formulas.outputOf(heads, sizes.heads, w, this.sources.get('bo'))] : []),
          ...(heads ? [formulas.joinedCell(heads, headsJoined(trace) ? sizes.heads : 1)] : []),
          ...(values && weights ? [formulas.product(weights, values, partner(values))] : []),
        ];
      }
      case 'lse':
        return masked && exp ? [formulas.logSum(masked, exp)] : [];
      default:
        return [];
    }
  }

  /** Does the formula give every number of the stage? */
  private reproduces(source: Source, derive: formulas.Derivation): boolean {
    const tolerance = TOLERANCE[this.trace.dtype] ?? 1e-9;
    let largest = 1;
    for (let block = 0; block < source.blocks; block++)
      for (let row = 0; row < source.rows; row++)
        for (let column = 0; column < source.columns; column++) {
          const value = Math.abs(source.at(block, row, column));
          if (Number.isFinite(value) && value > largest) largest = value;
        }
    for (let block = 0; block < source.blocks; block++)
      for (let row = 0; row < source.rows; row++)
        for (let column = 0; column < source.columns; column++) {
          const found = derive(block, row, column).value;
          const wanted = source.at(block, row, column);
          if (!Object.is(found, wanted) && !(Math.abs(found - wanted) <= tolerance * largest)) return false;
        }
    return true;
  }

  private add(stage: Stage, source: Source, derive: formulas.Derivation | undefined): void {
    const { lang } = this.options;
    const given = ['x', 'x_kv', 'q', 'k', 'v'].includes(stage.name);
    const blocks = matricesOf(this.trace, stage).map((matrix, block): Block => {
      const title = titleParts(matrix, { lang, unicode: true });
      return {
        title: (derive || given
          ? title
          : [...title, lang === 'vi' ? 'chỉ có số, không có công thức' : 'numbers, no formulas']
        ).join('  '),
        rows: matrix.rows,
        columns: matrix.columns,
        at: matrix.at,
        ...(derive && { formula: (row: number, column: number) => derive(block, row, column).formula }),
      };
    });
    const colours = stage.name === 'weights' ? 'weights' : stage.columns === 'key' ? 'scores' : undefined;
    this.made.push({ name: source.name, blocks, ...(colours && { colours }) });
  }

  /** A sheet that is no stage, with the labels of one or with numbers. */
  private extra(name: string, title: string, source: Source, derive?: formulas.Derivation, like?: Stage): void {
    const labels = like && matricesOf(this.trace, like);
    const count = (n: number): string[] => Array.from({ length: n }, (_, at) => String(at + 1));
    const blocks = Array.from({ length: source.blocks }, (_, block): Block => ({
      title: source.blocks > 1 ? `${title}  ${block + 1}` : title,
      rows: labels?.[block]?.rows ?? count(source.rows),
      columns: labels?.[block]?.columns ?? count(source.columns),
      at: (row, column) => source.at(block, row, column),
      ...(derive && { formula: (row: number, column: number) => derive(block, row, column).formula }),
    }));
    this.made.push({ name, blocks });
    this.sources.set(name, source);
  }

  /** A projection with a row for each output feature, so that a formula multiplies row with row. */
  private weights(name: 'wq' | 'wk' | 'wv' | 'wo', { shape, data }: Tensor): void {
    const [rows, columns] = shape as [number, number];
    const source = {
      name,
      rows: columns,
      columns: rows,
      blocks: 1,
      at: (_: number, row: number, column: number) => data[column * columns + row]!,
    };
    this.extra(name, `W_${name.slice(1).toUpperCase()}ᵀ`, source);
  }

  private list(name: 'bq' | 'bk' | 'bv' | 'bo', { data }: Tensor): void {
    const source = {
      name,
      rows: 1,
      columns: data.length,
      blocks: 1,
      at: (_: number, __: number, column: number) => data[column]!,
    };
    this.extra(name, `b_${name.slice(1).toUpperCase()}`, source);
  }

  private mask(): void {
    const { mask, stages } = this.trace;
    const like = stages.get('masked') ?? stages.get('weights');
    if (!mask || !like || this.sources.has('mask')) return;
    this.extra(
      'mask',
      this.options.lang === 'vi' ? 'mask: 1 được nhìn, 0 bị che' : 'mask: 1 may attend, 0 masked',
      { ...sourceOf({ ...like, tensor: mask }), name: 'mask' },
      undefined,
      like,
    );
  }

  /** What bias, ALiBi and their like add to a score, where it is not nothing. */
  private added(masked: Stage, logits: Source): Source | undefined {
    const whole = sourceOf(masked);
    const source: Source = {
      ...whole,
      name: 'added',
      at: (block, row, column) => {
        const sum = whole.at(block, row, column);
        return sum === -Infinity ? 0 : sum - logits.at(block, row, column);
      },
    };
    const some = masked.tensor.data.some((value) => value !== -Infinity);
    if (!some || this.trace.problem.bias === undefined) return undefined;
    this.extra(
      'added',
      this.options.lang === 'vi' ? 'cộng vào điểm' : 'added to the scores',
      source,
      undefined,
      masked,
    );
    return source;
  }

  private exponentials(): void {
    const logits = this.source('masked', 'softcapped', 'scaled', 'scores');
    const like = this.trace.stages.get('weights');
    if (!logits || !like || logits.columns !== like.tensor.shape[3]) return;
    const derive = formulas.exponential(logits);
    const source: Source = { ...logits, name: 'exp', at: (block, row, column) => derive(block, row, column).value };
    this.sources.set('exp', source);
    if (!this.reproduces(sourceOf(like), formulas.share(source))) return void this.sources.delete('exp');
    this.extra('exp', 'e^(score − max)', source, derive, like);
  }

  private transposedValues(name: StageName): void {
    const values = this.sources.get(name)!;
    const derive = formulas.transposed(values);
    const source: Source = {
      name: 'v_transposed',
      rows: values.columns,
      columns: values.rows,
      blocks: values.blocks,
      at: (block, row, column) => values.at(block, column, row),
    };
    this.extra('v_transposed', 'Vᵀ', source, derive);
  }
}

function headsJoined({ stages }: Trace): boolean {
  return stages.get('output')?.joined === true;
}

/** `1/SQRT(4)` where that is the scale, else the number. */
function scaleFormula(scale: number, dK: number): string {
  return Math.abs(scale * Math.sqrt(dK) - 1) < 1e-12 ? `1/SQRT(${dK})` : `(${scale})`;
}

function sourceOf({ name, tensor }: Stage): Source {
  const [batch, heads, rows, columns] = tensor.shape;
  return {
    name,
    rows,
    columns,
    blocks: batch * heads,
    at: (block, row, column) => tensor.data[(block * rows + row) * columns + column] ?? NaN,
  };
}
