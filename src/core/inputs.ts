import type { Problem } from './problem.js';
import type { Tensor } from './tensor.js';

type Named<T> = readonly (readonly [name: string, value: T])[];

/**
 * The tensors that a problem was asked with and that no stage shows, by their name in a bundle. A result that carries them
 * can be computed again.
 */
export function inputTensors(problem: Problem): Named<Tensor> {
  const all: Named<unknown> = [
    ['wq', problem.wq],
    ['wk', problem.wk],
    ['wv', problem.wv],
    ['wo', problem.wo],
    ['past_key', problem.pastKey],
    ['past_value', problem.pastValue],
    ['bias', problem.bias],
    ['key_lengths', problem.keyLengths],
    ['alibi', problem.alibi],
    ['sink', problem.sink],
    ['w_score', problem.wScore],
    ['v_score', problem.vScore],
    ['grad', problem.grad],
  ];
  return all.filter(
    (entry): entry is readonly [string, Tensor] => typeof entry[1] === 'object' && 'data' in (entry[1] as object),
  );
}

/**
 * The options that a problem was asked with, by their name in a bundle; expressions as they were written. A mask given as
 * numbers is `matrix`: the result's own mask holds it, together with hidden keys and everything else that is masked.
 */
export function inputOptions(problem: Problem): Record<string, unknown> {
  const isTensor = (value: unknown): boolean => typeof value === 'object' && value !== null && 'data' in value;
  const text = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  const all: Named<unknown> = [
    ['heads', problem.heads],
    ['kv_heads', problem.kvHeads],
    ['layout', problem.layout],
    ['scale', text(problem.scale)],
    ['causal', problem.causal],
    ['mask', isTensor(problem.mask) ? 'matrix' : text(problem.mask)],
    ['mask_true', problem.mask && !isTensor(problem.mask) && problem.maskTrue],
    ['window', problem.window],
    ['softcap', problem.softcap],
    ['rope', problem.rope],
    ['rope_base', problem.ropeBase],
    ['alibi', problem.alibi],
    ['sink', problem.sink],
    ['bias', text(problem.bias)],
    ['score_mod', text(problem.scoreMod)],
    ['similarity', problem.similarity],
    ['normalizer', problem.normalizer],
    ['temperature', problem.temperature],
    ['empty_rows', problem.emptyRows],
    ['like', problem.like],
    ['dtype', problem.dtype],
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== false && !isTensor(value)));
}
