import type { OutFormat, PiecesRenderer, Renderer, Result } from './renderer.js';

/** One format that results can be written in. */
export interface Format {
  /** The renderer, loaded when it is wanted: a table of widths or colours is no burden on `--json`. */
  readonly load: () => Promise<Renderer>;
  /** Formats that show several results in one: small multiples in a picture, a page to choose from. */
  readonly loadSeveral?: () => Promise<(results: readonly Result[]) => string>;
  /** Formats that are written to a file array after array. */
  readonly loadPieces?: () => Promise<PiecesRenderer>;
  /** File endings that choose this format for `-o`. */
  readonly extensions: readonly string[];
  /** Gives bytes, not text: not for a terminal. */
  readonly binary?: boolean;
}

/** Every format by its name. A format is added by its file and its line here. */
export const FORMATS: ReadonlyMap<OutFormat, Format> = new Map<OutFormat, Format>([
  ['table', { extensions: ['.txt'], load: async () => (await import('./table.js')).renderTable }],
  ['json', { extensions: ['.json'], load: async () => (await import('./json.js')).renderJson }],
  ['jsonl', { extensions: ['.jsonl', '.ndjson'], load: async () => (await import('./json.js')).renderJsonLines }],
  ['csv', { extensions: ['.csv'], load: async () => (await import('./csv.js')).renderCsv }],
  ['tsv', { extensions: ['.tsv', '.tab'], load: async () => (await import('./csv.js')).renderTsv }],
  ['plain', { extensions: [], load: async () => (await import('./plain.js')).renderPlain }],
  ['md', { extensions: ['.md', '.markdown'], load: async () => (await import('./markdown.js')).renderMarkdown }],
  ['latex', { extensions: ['.tex'], load: async () => (await import('./latex.js')).renderLatex }],
  [
    'html',
    {
      extensions: ['.html', '.htm'],
      load: async () => (await import('./html.js')).renderHtml,
      loadSeveral: async () => (await import('./html.js')).renderPages,
    },
  ],
  [
    'svg',
    {
      extensions: ['.svg'],
      load: async () => (await import('./svg.js')).renderSvg,
      loadSeveral: async () => (await import('./svg.js')).renderSvgs,
    },
  ],
  [
    'npy',
    {
      extensions: ['.npy'],
      binary: true,
      load: async () => (await import('./npy.js')).renderNpy,
      loadPieces: async () => (await import('./npy.js')).renderNpyPieces,
    },
  ],
  [
    'npz',
    {
      extensions: ['.npz'],
      binary: true,
      load: async () => (await import('./npz.js')).renderNpz,
      loadPieces: async () => (await import('./npz.js')).renderNpzPieces,
    },
  ],
  [
    'safetensors',
    {
      extensions: ['.safetensors'],
      binary: true,
      load: async () => (await import('./safetensors.js')).renderSafetensors,
      loadPieces: async () => (await import('./safetensors.js')).renderSafetensorsPieces,
    },
  ],
]);

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
