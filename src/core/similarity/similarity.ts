import type { Problem } from '../problem.js';
import type { Sizes } from '../trace.js';
import { additive } from './additive.js';
import { cosine } from './cosine.js';
import { distance } from './distance.js';
import { dot } from './dot.js';
import { general } from './general.js';
import type { ScoreRule } from './rule.js';

/** The score rule that the problem asks for. @throws AttnError when `--w-score` or `--v-score` do not fit */
export function scoreRule(problem: Problem, sizes: Sizes, dKey: number): ScoreRule {
  switch (problem.similarity ?? 'dot') {
    case 'dot':
      return dot(sizes);
    case 'cosine':
      return cosine(sizes);
    case 'distance':
      return distance(sizes);
    case 'general':
      return general(problem.wScore, sizes, dKey);
    case 'additive':
      return additive(problem.wScore, problem.vScore, sizes, dKey);
  }
}
