/** Stages that can be given beside OUT, in the order of the computation. */
export const GIVEN_STAGES = ['scores', 'weights', 'lse', 'grad_q', 'grad_k', 'grad_v'] as const;
export type GivenStage = (typeof GIVEN_STAGES)[number];

/** @example flagOf('grad_q') // => '--actual-grad-q' */
export function flagOf(name: GivenStage): string {
  return `--actual-${name.replace('_', '-')}`;
}
