import { STAGES, type Trace } from '../core/index.js';
import { formatFacts, type OutFormat } from './formats.js';
import type { ShowOptions } from './renderer.js';

/**
 * A trace in any format, as the command writes it into a pipe: nothing left out, no colour, every stage.
 *
 * @param options what should differ from that
 * @returns text, or bytes for npy, npz and safetensors
 * @throws AttnError when the format cannot hold what is asked
 * @example await render(attend({ q: matrix([[1]]) }), 'csv', { only: 'weights' }) // => '1\n'
 */
export async function render(
  trace: Trace,
  format: OutFormat,
  options: Partial<ShowOptions> = {},
): Promise<string | Uint8Array> {
  const renderer = await formatFacts(format).load();
  return renderer(trace, {
    stages: STAGES,
    precision: 4,
    color: 0,
    width: Infinity,
    unicode: true,
    lang: 'en',
    version: '',
    ...options,
  });
}
