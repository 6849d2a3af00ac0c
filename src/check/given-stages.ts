import { type Camel, fieldName } from '../core/index.js';

/** Stages that can be given beside OUT, in the order of the computation. */
export const GIVEN_STAGES = ['scores', 'weights', 'lse', 'grad_q', 'grad_k', 'grad_v'] as const;
export type GivenStage = (typeof GIVEN_STAGES)[number];

type Dashed<S extends string> = S extends `${infer A}_${infer B}` ? `${A}-${B}` : S;

/** The flag that gives it, without the hyphens in front. */
export type GivenFlag = `actual-${Dashed<GivenStage>}`;

/** @example givenFlag('grad_q') // => 'actual-grad-q' */
export function givenFlag(name: GivenStage): GivenFlag {
  return `actual-${name.replace('_', '-') as Dashed<GivenStage>}`;
}

/** The same in the options of a command. */
type GivenField<S extends GivenStage = GivenStage> = S extends unknown ? Camel<`actual-${Dashed<S>}`> : never;

/** @example givenField('grad_q') // => 'actualGradQ' */
export function givenField(name: GivenStage): GivenField {
  return fieldName(givenFlag(name)) as GivenField;
}

/** @example flagOf('grad_q') // => '--actual-grad-q' */
export function flagOf(name: GivenStage): string {
  return `--${givenFlag(name)}`;
}
