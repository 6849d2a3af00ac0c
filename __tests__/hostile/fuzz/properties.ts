import { AttnError } from '../../../src/core/error.js';
import { sizeOf } from '../../../src/core/tensor.js';
import { FORMATS as IN_FORMATS } from '../../../src/read/formats.js';
import { readDocument } from '../../../src/read/read.js';
import { FORMATS } from '../../../src/show/formats.js';
import fc from 'fast-check';
import { attn, type Ran } from '../../commands/fake-io.js';
import { calls } from './calls.js';
import { damaged } from './edits.js';
import { DRIVING, labels } from './labels.js';
import { CONFIGS, documents, SENTENCES } from './seeds.js';
import { said } from '../../said.js';

/** Something that holds for every input. `npm test` tries it some hundred times, `npm run fuzz` for as long as it is told. */
export interface Promised {
  readonly title: string;
  readonly runs: number;
  readonly property: fc.IAsyncPropertyWithHooks<never>;
}

/** @param remember is told every input before it is tried: whoever comes to look after a crash knows it */
export async function promises(
  remember: (title: string, input: unknown) => void = () => undefined,
): Promise<Promised[]> {
  const sound = await documents();
  const all = Object.values(sound).flat();
  const promised: Promised[] = [];
  const promise = <T>(
    title: string,
    runs: number,
    given: fc.Arbitrary<T>,
    holds: (value: T) => Promise<void>,
  ): void => {
    promised.push({
      title,
      runs,
      property: fc.asyncProperty(given, (value) => {
        remember(title, value);
        return holds(value);
      }) as unknown as Promised['property'],
    });
  };

  for (const { format } of IN_FORMATS) {
    promise(
      `readDocument: any bytes as ${format} give a document or an AttnError`,
      500,
      fc.tuple(damaged([...sound[format]!, ...sound[format]!, ...all]), fc.constantFrom('-', '-#q')),
      ([bytes, spec]) => readOrRefused(bytes, spec, format),
    );
  }
  promise('readDocument: any bytes without a name give a document or an AttnError', 1000, damaged(all), (bytes) =>
    readOrRefused(bytes, '-', undefined),
  );
  const bundles = [...sound['json']!.slice(1), ...sound['npz']!, ...sound['safetensors']!, ...sound['html']!];
  promise(
    'attn compute --input: any bytes end in 0 or 1',
    400,
    fc.tuple(damaged(bundles), fc.constantFrom('--json', '--plain', '--explain', '--quiet')),
    ([bytes, flag]) => ends(['compute', '--input', '-', flag], bytes),
  );
  promise('attn compute --config: any bytes end in 0 or 1', 300, damaged(CONFIGS), (bytes) =>
    ends(['compute', '--config', '-', '--json'], bytes),
  );
  promise(
    'attn compute --q, --mask, --weights, check --actual: any bytes end in 0, 1 or 2',
    300,
    fc.tuple(
      damaged(all),
      fc.constantFrom(
        ['compute', '--q', '-', '--only', 'output', '--format', 'csv'],
        ['compute', '--q', '[1 0; 0 1]', '--mask', '-', '--json'],
        ['compute', '--q', '[1 0; 0 1]', '--bias', '-', '--json'],
        ['compute', '--weights', '-', '--sentence', 'the cat', '--json'],
        ['check', '--q', '[1 0; 0 1]', '--actual', '-', '--no-diagnose'],
      ),
    ),
    ([bytes, argv]) => ends(argv, bytes),
  );
  promise('attn train --data: any bytes end in 0 or 1', 60, damaged(SENTENCES), (bytes) =>
    ends(['train', '--data', '-', '--dim', '2', '--layers', '1', '--epochs', '1', '--json'], bytes),
  );
  promise(
    'attn: any flags end in 0, 1 or 2, and stdout is empty unless 0',
    600,
    calls,
    async ({ argv, stdin, columns }) =>
      checkEnd(await attn(argv, { stdin, ...(columns !== undefined && { columns }) }), argv),
  );
  const formats = [...FORMATS].filter(([, { binary }]) => !binary).map(([name]) => name);
  promise(
    'any label gives output without control characters',
    300,
    fc.tuple(labels, labels, fc.constantFrom(...formats, 'explain', 'explain-md', 'explain-html', 'heatmap')),
    ([a, b, format]) => harmless(a, b, format),
  );
  return promised;
}

async function readOrRefused(bytes: Uint8Array, spec: string, inFormat: string | undefined): Promise<void> {
  try {
    const { tensors } = await readDocument(spec, {
      stdin: async () => bytes,
      ...(inFormat !== undefined && { inFormat }),
    });
    for (const { shape, data } of tensors.values())
      if (data.length !== sizeOf(shape)) throw new Error(`${shape.join('×')} with ${data.length} numbers`);
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    if (error.faults.length === 0 || error.faults.length > 25)
      throw new Error(`${error.faults.length} faults`, { cause: error });
    if (said(error).some(({ what }) => what === '' || /undefined|\[object/.test(what)))
      throw new Error(`says ${error.message}`, { cause: error });
  }
}

async function ends(argv: readonly string[], bytes: Uint8Array): Promise<void> {
  checkEnd(await attn(argv, { stdin: bytes }), argv);
}

function checkEnd({ code, out, err }: Ran, [command]: readonly string[]): void {
  if (![0, 1, 2].includes(code)) throw new Error(`exit ${code}: ${err}`);
  // attn check says on stdout what differs, and exits with 1.
  if (code !== 0 && out !== '' && !(command === 'check' && code === 1))
    throw new Error(`exit ${code}, and stdout holds ${out.slice(0, 200)}`);
  if (code !== 0 && err === '' && command !== 'check') throw new Error(`exit ${code} without a word`);
  // Colours, and the progress line that a terminal sees, are ours.
  const driving = DRIVING.exec(err.replaceAll(/\r?\u001b\[[\d;]*[mK]/g, ''));
  if (driving) throw new Error(`stderr holds ${JSON.stringify(driving[0])}: ${JSON.stringify(err)}`);
}

const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  explain: ['--explain'],
  'explain-md': ['--explain', '--format', 'md'],
  'explain-html': ['--explain', '--format', 'html'],
  heatmap: ['--heatmap'],
};

async function harmless(a: string, b: string, format: string): Promise<void> {
  const flags = EXPLAINED[format] ?? ['--format', format];
  const ran = await attn(['compute', '--input', '-', ...flags], {
    stdin: JSON.stringify({
      q: [
        [1, 0],
        [0, 1],
      ],
      tokens: [a, b],
    }),
  });
  checkEnd(ran, ['compute']);
  const driving = DRIVING.exec(ran.out);
  if (driving)
    throw new Error(
      `${format} holds ${JSON.stringify(driving[0])} at ${driving.index}: ${JSON.stringify(ran.out.slice(Math.max(0, driving.index - 60), driving.index + 40))}`,
    );
}
