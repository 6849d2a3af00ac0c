import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies in PATH, or undefined. */
function found(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The first Python that can import the module: Debian installs modules for /usr/bin/python3, another may come first in PATH. */
export function pythonWith(module: string): string | undefined {
  const interpreters = [...new Set([found('python3'), '/usr/bin/python3'])].filter((path) => path !== undefined);
  return interpreters.find((path) => existsSync(path) && spawnSync(path, ['-c', `import ${module}`]).status === 0);
}

/** Debian's chromium, or the browser that CHROMIUM names. */
export const CHROMIUM = [
  process.env['CHROMIUM'],
  found('chromium'),
  found('chromium-browser'),
  found('google-chrome'),
].find((path): path is string => path !== undefined && existsSync(path));

/** The ONNX project's own backend tests of Attention, decoded to .npy: not part of this project, beside its checkout where they are at hand. */
export const ONNX_CASES = [process.env['ATTN_ONNX_CASES'], join(__dirname, '../../shared/conformance/onnx')].find(
  (folder): folder is string => folder !== undefined && existsSync(folder),
);

const beside = (given: string | undefined, path: string): string | undefined =>
  [given, join(__dirname, '../../shared', path)].find(
    (folder): folder is string => folder !== undefined && existsSync(folder),
  );

/** Cases of the attention variants of current models, computed by an independent program; beside the checkout, too. */
export const VARIANT_CASES = beside(process.env['ATTN_VARIANT_CASES'], 'conformance/variants');

/** Tiny checkpoints of model families with their expected attentions. */
export const MODEL_FAMILIES = beside(process.env['ATTN_MODEL_FAMILIES'], 'models/families');

/** Trained small models and tokenizers, with what they are expected to give. */
export const MODELS = beside(process.env['ATTN_MODELS'], 'models');

interface Tool {
  readonly present: () => boolean;
  /** Why its tests are skipped: what is absent, and how it is installed. */
  readonly absent: string;
}

const program = (name: string): Tool => ({
  present: () => found(name) !== undefined,
  absent: `${name} is not installed (apt-get install ${name})`,
});

/** Everything that a test may need beyond Node and the packages of npm ci. */
const TOOLS = {
  tmux: program('tmux'),
  groff: program('groff'),
  soffice: { ...program('soffice'), absent: 'LibreOffice is not installed (apt-get install libreoffice-calc)' },
  pdftoppm: { ...program('pdftoppm'), absent: 'pdftoppm is not installed (apt-get install poppler-utils)' },
  fish: program('fish'),
  zsh: program('zsh'),
  chromium: {
    present: () => CHROMIUM !== undefined,
    absent: 'there is no chromium (apt-get install chromium, or set CHROMIUM)',
  },
  numpy: {
    present: () => pythonWith('numpy') !== undefined,
    absent: 'there is no python3 with NumPy (apt-get install python3-numpy)',
  },
  torch: {
    present: () => pythonWith('torch') !== undefined,
    absent: 'there is no python3 with PyTorch (apt-get install python3-torch)',
  },
  'ONNX cases': {
    present: () => ONNX_CASES !== undefined,
    absent: 'the ONNX cases are not beside this checkout (set ATTN_ONNX_CASES)',
  },
  'variant cases': {
    present: () => VARIANT_CASES !== undefined,
    absent: 'the cases of the variants are not beside this checkout (set ATTN_VARIANT_CASES)',
  },
  models: {
    present: () => MODELS !== undefined,
    absent: 'the trained models are not beside this checkout (set ATTN_MODELS)',
  },
  'model families': {
    present: () => MODEL_FAMILIES !== undefined,
    absent: 'the checkpoints of the model families are not beside this checkout (set ATTN_MODEL_FAMILIES)',
  },
  '/dev/zero': { present: () => existsSync('/dev/zero'), absent: 'this system has no /dev/zero' },
  mknod: {
    present: () => process.getuid?.() === 0 && found('mknod') !== undefined,
    absent: 'a device is made by root, with mknod',
  },
} satisfies Record<string, Tool>;

/**
 * `describe` and `it` for tests that need a tool. Where it is absent they are skipped, counted as skipped, and their titles say
 * why: a test that returns early would count as passed.
 *
 * @example
 * whenInstalled('tmux').it('draws a table', () => { … });
 */
export function whenInstalled(tool: keyof typeof TOOLS): {
  readonly describe: (name: string, tests: () => void) => void;
  readonly it: (name: string, test: (() => void) | (() => Promise<void>), timeout?: number) => void;
} {
  const { present, absent } = TOOLS[tool];
  if (present())
    return { describe: (name, tests) => describe(name, tests), it: (name, test, timeout) => it(name, test, timeout) };
  const skipped = (name: string): string => `${name} [skipped: ${absent}]`;
  return {
    describe: (name, tests) => describe.skip(skipped(name), tests),
    it: (name, test) => it.skip(skipped(name), test),
  };
}
