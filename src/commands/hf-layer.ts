import {
  type Asked,
  type HfConfig,
  hasBothSides,
  hfLayer,
  type HfSide,
  layersOf,
  MODEL_TYPES,
  openSource,
  textConfig,
} from '../read/index.js';
import { fact, usageError } from './facts.js';
import type { Sayer } from './notes.js';

/**
 * `--hf-config`: the flags of one layer, from the model's own file. What the user says himself wins; a norm given as
 * numbers keeps the kind of the model.
 *
 * @throws AttnError (usage) for a file that is no config, an unknown model_type or a layer that there is not
 */
export async function withHfConfig(
  file: string,
  layer: string | undefined,
  said: ReadonlyMap<string, Asked>,
  say: Sayer,
): Promise<ReadonlyMap<string, Asked>> {
  const { source } = await openSource(file, { flag: '--hf-config' });
  const whole = parsed(Buffer.from(source.bytes).toString('utf8'));
  if (!whole) throw usageError({ code: 'hf-config-unreadable', file });
  const config = textConfig(whole);
  const side = sideOf(layer) ?? (hasBothSides(config) ? 'encoder' : undefined);
  const of = layersOf(config, side);
  const index = layerIndex(layer, of);
  const found = hfLayer(config, index, new Set(said.keys()), side);
  if (!found)
    throw usageError({ code: 'hf-model-unknown', found: String(config['model_type']), expected: MODEL_TYPES });
  const all = new Map<string, Asked>();
  for (const [name, value] of found.flags) all.set(name, { value, where: '--hf-config', kind: 'usage' });
  for (const [name, one] of said) {
    const kind = found.flags.get(name);
    const gain =
      /^[qk]-norm$/.test(name) && typeof one.value === 'string' && !/^(rms|l2|layernorm)(:|$)/.test(one.value);
    all.set(name, gain && typeof kind === 'string' ? { ...one, value: `${kind}:${one.value}` } : one);
  }
  say.note(fact('hf-layer', { layer: index + 1, of, name: `${side ?? 'model'}.layers.${index}`, kind: found.kind }));
  say.note(fact('hf-command', { command: commandOf(all) }));
  const missing = found.needs.filter((name) => !said.has(name));
  if (missing.length > 0) say.note(fact('hf-arrays-missing', { options: missing }));
  return all;
}

function parsed(text: string): HfConfig | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as HfConfig) : undefined;
  } catch {
    return undefined;
  }
}

/** `decoder.block.3`, `model.encoder.layers.3`: which part of the model a name speaks of. */
function sideOf(text = ''): HfSide | undefined {
  return /\bencoder\b/.test(text) ? 'encoder' : /\bdecoder\b/.test(text) ? 'decoder' : undefined;
}

/** From 1, or the model's own name, which counts from 0: `layers.3`, `h.3`, `blk.3`, `decoder.block.3`. */
export function layerIndex(text: string | undefined, of: number): number {
  const own = /^(?:[a-z_]+\.)*(?:layers?|h|blk|block)\.(\d+)$/.exec(text ?? '');
  const index = own ? Number(own[1]) : /^\d+$/.test(text ?? '') ? Number(text) - 1 : -1;
  if (index >= 0 && index < of) return index;
  throw usageError({ code: 'hf-layer-missing', ...(text !== undefined && { found: text }), of });
}

/** The line that does the same without the file. */
function commandOf(asked: ReadonlyMap<string, Asked>): string {
  const quoted = (text: string): string =>
    /^[\w./:,=+#@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  return [
    'attn compute',
    ...[...asked].map(([name, { value }]) => (value === true ? `--${name}` : `--${name}=${quoted(String(value))}`)),
  ].join(' ');
}
