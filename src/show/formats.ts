import type { PiecesRenderer, Renderer, SeveralRenderer, ShowOptions } from './renderer.js';

/** One format that results can be written in: everything about it that somebody outside its own file must know. */
export interface Format {
  /** The renderer, loaded when it is wanted: a table of widths or colours is no burden on `--json`. */
  readonly load: () => Promise<Renderer>;
  /** Several results in one. A format without it holds one result. */
  readonly loadSeveral?: () => Promise<SeveralRenderer>;
  /** A picture or page with more results would be unreadable. */
  readonly mostResults?: number;
  /** The format in which several results are written, where it is another. */
  readonly severalAs?: string;
  /** Formats that are written to a file array after array. */
  readonly loadPieces?: () => Promise<PiecesRenderer>;
  /** File endings that choose this format for `-o`. */
  readonly extensions: readonly string[];
  /** An ending that says nothing about the content. */
  readonly anyContent?: boolean;
  /** Gives bytes, not text: not for a terminal. */
  readonly binary?: boolean;
  /** Which stages are shown where nobody names them: a few for a reader, or all there are. */
  readonly stages: 'few' | 'all';
  /** It cannot be made from the wanted stages alone: a page computes again, a picture derives its numbers. */
  readonly wholeTrace?: boolean;
  /** The options, of those that choose and round numbers, that change what is written. */
  readonly obeys: readonly FormatOption[];
  /** Bytes of V8's heap that its text takes; absent where it does not grow with all cells. */
  readonly heap?: HeapNeed;
}

/** What a format may obey or not. */
export type FormatOption = keyof Pick<
  ShowOptions,
  'stages' | 'only' | 'precision' | 'round' | 'top' | 'heatmap' | 'cmap' | 'head' | 'compact' | 'before' | 'speaker'
>;

/**
 * Bytes of heap while numbers become text, the text itself included: measured on Node 20 with the least `--max-old-space-size` that
 * suffices for 1000×1000 scores, and a third more. Digits after the point come four times: as text, aligned, joined in its row,
 * joined with all rows.
 */
export interface HeapNeed {
  /** For each number. */
  readonly number: number;
  /** For each number and digit of `--precision`. */
  readonly digit?: number;
  /** For each number where one stage alone is a bare matrix, whose lines do not repeat the labels. */
  readonly bare?: number;
  /** Each line repeats the labels of its row and its column. */
  readonly repeatsLabels?: boolean;
  /** A width leaves cells out. */
  readonly clipped?: boolean;
  /** Never more than this: a picture draws so many cells and no more. */
  readonly most?: number;
}

/** Every format by its name. A format is added by its file and its row here. */
const TABLE = {
  table: {
    extensions: ['.txt'],
    anyContent: true,
    stages: 'few',
    obeys: ['stages', 'only', 'precision', 'top', 'heatmap', 'cmap', 'head', 'before'],
    heap: { number: 70, digit: 6, clipped: true },
    load: async () => (await import('./table.js')).renderTable,
    loadSeveral: async () => (await import('./table.js')).renderTables,
  },
  json: {
    extensions: ['.json'],
    stages: 'all',
    severalAs: 'jsonl',
    obeys: ['stages', 'only', 'round', 'compact', 'before'],
    heap: { number: 36 },
    load: async () => (await import('./json.js')).renderJson,
  },
  jsonl: {
    extensions: ['.jsonl', '.ndjson'],
    stages: 'all',
    obeys: ['stages', 'only', 'round', 'before'],
    heap: { number: 36 },
    load: async () => (await import('./json.js')).renderJsonLines,
    loadSeveral: async () => (await import('./json.js')).renderJsonDocuments,
  },
  csv: {
    extensions: ['.csv'],
    stages: 'all',
    obeys: ['stages', 'only', 'round', 'head'],
    heap: { number: 260, bare: 36, repeatsLabels: true },
    load: async () => (await import('./csv.js')).renderCsv,
    loadSeveral: async () => (await import('./csv.js')).renderCsvs,
  },
  tsv: {
    extensions: ['.tsv', '.tab'],
    stages: 'all',
    obeys: ['stages', 'only', 'round', 'head'],
    heap: { number: 260, bare: 36, repeatsLabels: true },
    load: async () => (await import('./csv.js')).renderTsv,
    loadSeveral: async () => (await import('./csv.js')).renderTsvs,
  },
  plain: {
    extensions: [],
    stages: 'all',
    obeys: ['stages', 'only', 'round', 'head'],
    heap: { number: 180, repeatsLabels: true },
    load: async () => (await import('./plain.js')).renderPlain,
    loadSeveral: async () => (await import('./plain.js')).renderPlains,
  },
  md: {
    extensions: ['.md', '.markdown'],
    stages: 'few',
    obeys: ['stages', 'only', 'precision', 'head'],
    heap: { number: 40, digit: 6 },
    load: async () => (await import('./markdown.js')).renderMarkdown,
    loadSeveral: async () => (await import('./markdown.js')).renderMarkdowns,
  },
  latex: {
    extensions: ['.tex'],
    stages: 'few',
    obeys: ['stages', 'only', 'precision', 'head'],
    heap: { number: 30, digit: 6 },
    load: async () => (await import('./latex.js')).renderLatex,
    loadSeveral: async () => (await import('./latex.js')).renderLatexes,
  },
  html: {
    extensions: ['.html', '.htm'],
    stages: 'all',
    wholeTrace: true,
    obeys: ['stages', 'precision', 'round', 'top', 'cmap', 'head', 'compact', 'before', 'speaker'],
    mostResults: 100,
    heap: { number: 130 },
    load: async () => (await import('./html.js')).renderHtml,
    loadSeveral: async () => (await import('./html.js')).renderPageOfSeveral,
  },
  svg: {
    extensions: ['.svg'],
    stages: 'all',
    wholeTrace: true,
    obeys: ['only', 'precision', 'top', 'cmap', 'head', 'before'],
    mostResults: 100,
    load: async () => (await import('./svg.js')).renderSvg,
    loadSeveral: async () => (await import('./svg.js')).renderSvgSeries,
  },
  png: {
    extensions: ['.png'],
    binary: true,
    stages: 'all',
    wholeTrace: true,
    obeys: ['only', 'precision', 'top', 'cmap', 'head', 'before'],
    mostResults: 100,
    load: async () => (await import('./png.js')).pngRenderer(),
    loadSeveral: async () => (await import('./png.js')).pngSeries(),
  },
  pdf: {
    extensions: ['.pdf'],
    binary: true,
    stages: 'all',
    wholeTrace: true,
    obeys: ['only', 'precision', 'top', 'cmap', 'head', 'before'],
    mostResults: 100,
    heap: { number: 12_000, most: 130e6 }, // the drawing of every cell, of which a picture has so many at most
    load: async () => (await import('./pdf.js')).pdfRenderer(),
    loadSeveral: async () => (await import('./pdf.js')).pdfSeries(),
  },
  npy: {
    extensions: ['.npy'],
    binary: true,
    stages: 'all',
    obeys: ['only'],
    load: async () => (await import('./npy.js')).renderNpy,
    loadPieces: async () => (await import('./npy.js')).renderNpyPieces,
  },
  npz: {
    extensions: ['.npz'],
    binary: true,
    stages: 'all',
    obeys: ['stages', 'only'],
    load: async () => (await import('./npz.js')).renderNpz,
    loadPieces: async () => (await import('./npz.js')).renderNpzPieces,
  },
  safetensors: {
    extensions: ['.safetensors'],
    binary: true,
    stages: 'all',
    obeys: ['stages', 'only'],
    load: async () => (await import('./safetensors.js')).renderSafetensors,
    loadPieces: async () => (await import('./safetensors.js')).renderSafetensorsPieces,
  },
  xlsx: {
    extensions: ['.xlsx'],
    binary: true,
    stages: 'all',
    wholeTrace: true,
    obeys: [],
    heap: { number: 700 },
    load: async () => (await import('./xlsx.js')).renderXlsx,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type OutFormat = keyof typeof TABLE;

export const FORMATS: ReadonlyMap<OutFormat, Format> = new Map<OutFormat, Format>(
  Object.entries(TABLE) as [OutFormat, Format][],
);

/** What is known of a format. */
export function formatFacts(name: OutFormat): Format {
  return TABLE[name];
}

/**
 * Does this option change what the format writes?
 *
 * @example obeys('csv', 'precision') // => false
 */
export function obeys(format: OutFormat, option: FormatOption): boolean {
  return formatFacts(format).obeys.includes(option);
}

/**
 * The format in which so many results are written.
 *
 * @example formatFor('json', 2) // => 'jsonl'
 */
export function formatFor(format: OutFormat, results: number): OutFormat {
  return results > 1 ? ((formatFacts(format).severalAs as OutFormat | undefined) ?? format) : format;
}

/**
 * The format that a file name asks for by its ending.
 *
 * @example formatOf('weights.NPY') // => 'npy'
 */
export function formatOf(fileName: string): OutFormat | undefined {
  const lower = fileName.toLowerCase();
  for (const [name, { extensions }] of FORMATS) {
    if (extensions.some((extension) => lower.endsWith(extension))) return name;
  }
  return undefined;
}
