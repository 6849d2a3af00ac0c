import type { CheckFacts } from '../../check/facts.js';
import type { Sentences } from '../sentence.js';
import { grouped } from '../numbers.js';

const held = (names: readonly string[]): string => names.join(', ') || 'no stage';

export const check: Sentences<CheckFacts> = {
  'results-without-common-stage': ({ first, second, near }) => ({
    what: 'the two results have no stage in common',
    detail: `the first holds ${held(first)}; the second holds ${held(second)}`,
    ...(near !== undefined && { fix: `is ${near} meant?` }),
  }),
  'stage-not-comparable': ({ stage, gradient }, { option }) => ({
    what: `there is no ${stage} to compare with`,
    fix: gradient ? `give ${option('grad')} (dO) too` : 'it belongs to the softmax',
  }),
  'stage-shape-differs': ({ stage, found, expected }) => ({
    what: 'shapes do not fit',
    detail: `it is ${found}, the ${stage} are ${expected}`,
  }),
  'output-shape-unknown': ({ found, expected }, { option }) => ({
    what: 'OUT cannot be compared: its shape is that of no stage',
    detail: `OUT is ${found}, the output is ${expected}`,
    fix: `check which tensor was saved, and ${option('heads')} and ${option('layout')}`,
  }),
  'exact-too-large': ({ found }) => ({
    what: `does not go with ${grouped(found)} products`,
    fix: 'check one head, or fewer rows',
  }),
  'exact-without-option': ({ options }, { option }) => ({
    what: `does not go with ${options.map((name) => option(name)).join(', ')}`,
    fix: `leave ${option('exact')} out: the comparison in float64 knows it`,
  }),
  'exact-without-score-mod': (_, { option }) => ({
    what: `does not go with ${option('score-mod')}`,
    fix: `a score-mod is known in float64 only: give its numbers as ${option('bias')}`,
  }),
  'exact-over-keys-only': ({ over }, { option }) => ({
    what: `does not go with ${option('normalize-over', over)}`,
    fix: 'weights over the queries are known in float64 only',
  }),
  'no-score-overflows': () => 'no score overflows',
};
