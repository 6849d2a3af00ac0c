import type { Alignment } from './align.js';
import type { Problem } from './problem.js';
import type { Settings } from './settings.js';
import type { Convention, Form, Sizes } from './trace.js';

/**
 * Every convention that was assumed: the content of `meta.conventions` and of the lines below the tables.
 *
 * @returns in the order of the computation; `standard` marks the default of `attn`
 */
export function conventions(
  problem: Problem,
  settings: Settings,
  alignment: Alignment,
  sizes: Sizes,
  form: Form,
  scaleText: string,
): Convention[] {
  const list: Convention[] = [];
  const say = (name: string, value: string, standard: boolean): void => void list.push({ name, value, standard });
  if (problem.like) say('like', problem.like, false);
  // Under blhd, three axes are (heads, length, size) all the same: worth saying.
  say('layout', layoutText(form), !form.fused && form.layout === 'bhld' && !(settings.layout === 'blhd' && form.heads));
  if (sizes.kvHeads !== sizes.heads)
    say('kv_heads', `${sizes.heads / sizes.kvHeads} neighbouring query heads share one key/value head`, false);
  say('similarity', settings.similarity, settings.similarity === 'dot');
  say('scale', scaleText, problem.scale === undefined);
  if (problem.softcap) say('softcap', `${problem.softcap}·tanh(s/${problem.softcap}), before bias and mask`, false);
  if (problem.scoreMod) say('score_mod', problem.scoreMod.text, false);
  if (problem.bias)
    say(
      'bias',
      `${'text' in problem.bias ? problem.bias.text : 'given'}, added to the ${problem.softcap ? 'softcapped' : 'scaled'} scores`,
      false,
    );
  if (problem.alibi)
    say(
      'alibi',
      problem.alibi === true ? "−slope·distance, slopes by the authors' rule" : '−slope·distance, slopes given',
      false,
    );
  if (problem.rope) say('rope', `${problem.rope}, base ${settings.ropeBase}`, false);
  if (problem.pastKey) say('cache', `${sizes.nPast} ${sizes.nPast === 1 ? 'key' : 'keys'} in front of K`, false);
  if (problem.rope || problem.alibi || problem.window)
    say(
      'position',
      positionText(alignment),
      alignment.position.every((at) => at === 0),
    );
  say('causal', causalText(alignment), !alignment.causal);
  if (problem.window) {
    const [before, after] = problem.window.map((reach) => (reach < 0 ? 'all' : String(reach))) as [string, string];
    say('window', `${before} before, ${after} after, both inclusive`, false);
  }
  if (alignment.lengths) say('key_lengths', alignment.lengths.join(', '), false);
  if (problem.mask && 'text' in problem.mask) say('mask', problem.mask.text, false);
  say('mask_true', settings.maskTrue, settings.maskTrue === 'attend');
  if (settings.shortMask === 'masked' && (problem.mask || problem.bias))
    say('short_mask', 'missing columns are masked', false);
  if (settings.stackedMasks && (isStack(problem.mask) || isStack(problem.bias)))
    say('mask_axes', 'three axes are (batch×heads, n_q, n_k)', false);
  say('normalizer', settings.normalizer, settings.normalizer === 'softmax');
  if (settings.temperature !== 1) say('temperature', String(settings.temperature), false);
  if (problem.sink !== undefined)
    say('sink', 'joins the denominator only, as it is (not scaled, capped or masked)', false);
  say('empty_rows', settings.emptyRows, settings.emptyRows === 'zero');
  if (settings.dtype !== 'float64') say('dtype', `every stage rounded to ${settings.dtype}`, false);
  say('lse', 'natural logarithm', true);
  say('entropy', 'bits', true);
  return list;
}

function layoutText({ batch, heads, fused, layout }: Form): string {
  if (fused) return batch ? '(batch, length, heads×size)' : '(length, heads×size)';
  if (layout === 'blhd') return '(batch, length, heads, size)';
  return `(${[batch && 'batch', heads && 'heads', 'length', 'size'].filter(Boolean).join(', ')})`;
}

function causalText({ causal }: Alignment): string {
  return causal ? `${causal.corner} (j ≤ ${shifted(causal.offset)})` : 'none';
}

function positionText({ position }: Alignment): string {
  return `query i stands at key ${shifted(position)}`;
}

/** `i`, `i + 3`; where the batch items differ, all of them: `i + 2, i − 1 by batch item`. */
function shifted(offsets: readonly number[]): string {
  const text = (offset: number): string => `i${offset ? ` ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}` : ''}`;
  const differ = offsets.some((offset) => offset !== offsets[0]);
  return differ ? `${offsets.map(text).join(', ')} by batch item` : text(offsets[0] ?? 0);
}

function isStack(mask: Problem['mask']): boolean {
  return mask !== undefined && 'shape' in mask && mask.shape.length === 3;
}
