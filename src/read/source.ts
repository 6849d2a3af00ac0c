import { existsSync } from 'node:fs';
import { usageError } from './facts.js';
import type { Source } from './document.js';
import { readFileBytes } from './file.js';
import { isLiteral } from './literal.js';
import type { Stdin } from './stdin.js';

/** A source that was opened: its bytes, and what the spec said besides the path. */
export interface OpenSource {
  readonly source: Source;
  /** The spec is the data itself. */
  readonly literal: boolean;
  /** The name after `#`. */
  readonly only?: string;
}

/** Where a spec stands and what it may reach. */
export interface SourceContext {
  /** The flag, for messages; a literal has no other name. */
  readonly flag?: string;
  /** What is read, for messages: `Q`. */
  readonly subject?: string;
  readonly stdin?: Stdin;
  /** Bytes that may be read: `--max-memory`. */
  readonly memory?: number;
}

/**
 * Opens what a user wrote for SRC: a literal (it begins with a bracket, or is a number), `-` for stdin, a path, or
 * `path#name` for one tensor of a file. A file whose name holds a `#` is found too.
 *
 * @throws AttnError when it cannot be read
 * @example (await openSource('qkv.npz#q')).only // gives 'q'
 */
export async function openSource(
  spec: string,
  { flag, subject, stdin, memory }: SourceContext = {},
): Promise<OpenSource> {
  if (isLiteral(spec)) {
    return { source: { name: flag ?? 'the literal', bytes: Buffer.from(spec) }, literal: true };
  }
  const { path, only } = splitName(spec);
  const named = { literal: false, ...(only !== undefined && { only }) };
  if (path === '-') {
    if (!stdin) throw usageError({ ...(flag && { where: { source: flag } }), code: 'stdin-not-here' });
    return { source: { name: '<stdin>', bytes: await stdin(flag ?? '-', subject) }, ...named };
  }
  if (path === '') {
    throw usageError({ ...(flag && { where: { source: flag } }), code: 'source-empty' });
  }
  return { source: { name: path, bytes: await readFileBytes(path, memory) }, ...named };
}

/**
 * `file.npz#name` in its two parts.
 *
 * @example splitName('qkv.npz#q') // => { path: 'qkv.npz', only: 'q' }
 */
export function splitName(spec: string): { path: string; only?: string } {
  const hash = spec.lastIndexOf('#');
  if (hash < 0 || hash === spec.length - 1 || existsSync(spec)) return { path: spec };
  return { path: spec.slice(0, hash), only: spec.slice(hash + 1) };
}
