import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../src/core/tensor.js';
import { npzReader } from '../../src/read/npz.js';
import { attn } from '../commands/fake-io.js';
import { VARIANT_CASES, whenInstalled } from '../when-installed.js';

// Variants of attention in current models and papers, as a user asks for them; expected stages by an independent program.

/** Sections that `attn` computes; cases of the others are listed as skipped. */
const BUILT: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

/** Cases that need another section too. */
const ALSO: Readonly<Record<string, number>> = {
  hf_llama4_rope: 7,
  hf_deepseek_v3: 9,
  sum_elu1_both_ways: 11,
  ssmax_causal: 8,
};

const isBuilt = (name: string, section: number): boolean => BUILT.has(section) && BUILT.has(ALSO[name] ?? section);

interface VariantCase {
  readonly section: number;
  readonly flags: readonly string[];
  readonly expect: readonly string[];
  readonly files?: Readonly<Record<string, unknown>>;
  /** Flags that give the same stages. */
  readonly equals?: readonly (readonly string[])[] | readonly string[];
}

const CASES: [string, VariantCase][] = VARIANT_CASES
  ? Object.entries(
      (JSON.parse(readFileSync(join(VARIANT_CASES, 'manifest.json'), 'utf8')) as { cases: Record<string, VariantCase> })
        .cases,
    )
  : [];

describe('what the flags of a variant compute', () => {
  const built = CASES.filter(([name, { section }]) => isBuilt(name, section));
  const others = CASES.filter(([name, { section }]) => !isBuilt(name, section));

  if (!VARIANT_CASES) whenInstalled('variant cases').it('every case', () => undefined);
  if (built.length > 0) it.each(built)('%s', (name, one) => check(name, one, one.flags));
  const equal = built.flatMap(([name, one]) =>
    alternatives(one).map((flags) => [name, flags.join(' '), one, flags] as const),
  );
  if (equal.length > 0) it.each(equal)('%s equals %s', (name, _, one, flags) => check(name, one, flags));
  if (others.length > 0)
    it.skip.each(others.map(([name, { section }]) => [section, name]))(
      'section %i is not built yet: %s',
      () => undefined,
    );
});

function alternatives({ equals = [] }: VariantCase): (readonly string[])[] {
  if (equals.length === 0) return [];
  return typeof equals[0] === 'string'
    ? [equals as readonly string[]]
    : [...(equals as readonly (readonly string[])[])];
}

async function check(name: string, one: VariantCase, flags: readonly string[]): Promise<void> {
  const archive = join(VARIANT_CASES!, `${name}.npz`);
  const folder = mkdtempSync(join(tmpdir(), 'attn-'));
  try {
    for (const [file, content] of Object.entries(one.files ?? {}))
      writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
    const argv = flags.map((flag) =>
      flag.replace(/(^|[:=,])@(\w+)/g, `$1${archive}#$2`).replace(/^%(.+)$/, (_, file: string) => join(folder, file)),
    );
    const { code, bytes, err } = await attn(['compute', ...argv, '--format', 'npz']);
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    const found = (await npzReader.read({ name: 'out.npz', bytes }, {})).tensors;
    const wanted = (await npzReader.read({ name: archive, bytes: readFileSync(archive) }, {})).tensors;
    for (const stage of one.expect) expectStage(stage, found.get(stage), wanted.get(`want_${stage}`)!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const TOLERANCE = 1e-12;

function expectStage(stage: string, found: Tensor | undefined, wanted: Tensor): void {
  const lengths = (shape: readonly number[] = []): string => {
    const first = shape.findIndex((length) => length !== 1);
    return first < 0 ? '1' : shape.slice(first).join('×');
  };
  expect([stage, lengths(found?.shape)]).toEqual([stage, lengths(wanted.shape)]);
  const finite = wanted.data.filter(Number.isFinite).map(Math.abs);
  const allowed = TOLERANCE * finite.reduce((most, x) => Math.max(most, x), 1);
  wanted.data.forEach((value, at) => {
    const off = Math.abs(found!.data[at]! - value);
    if (!(Object.is(found!.data[at], value) || off <= allowed))
      throw new Error(`${stage}, number ${at}: ${found!.data[at]} instead of ${value}`);
  });
}
