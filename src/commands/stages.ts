import { equalStages, type Fact, type StageName, STAGES, type Trace } from '../core/index.js';
import { formatFacts, type OutFormat, type ShowOptions } from '../show/index.js';
import { fact, usageError } from './facts.js';
import type { ComputeFlags } from './options.js';
import { choice } from './parse-flags.js';

const GRADIENTS = STAGES.filter((name) => name.startsWith('grad_'));
const SHORT: readonly StageName[] = ['scores', 'weights', 'output'];

/** What `--show` and `--only` say. */
export interface Selection {
  readonly only?: StageName;
  readonly stages: readonly StageName[];
  /** The stages were named one by one. */
  readonly named: boolean;
}

/** @throws AttnError (usage) for a stage that there is not, with the nearest one, and for both flags together */
export function selection(flags: ComputeFlags, format: OutFormat): Selection {
  const show = flags.show;
  const only = flags.only;
  if (only && show !== undefined) throw usageError({ code: 'given-together', options: ['only', 'show'] });
  const named = show !== undefined && show !== 'all';
  const stages = named
    ? show.split(',').map((name) => choice(name.trim(), '--show', STAGES))
    : show === undefined && formatFacts(format).stages === 'few'
      ? SHORT
      : STAGES;
  return { stages, named, ...(only && { only }) };
}

/** The stages that were named one by one; undefined when all may be shown. */
export function wantedStages({ only, stages, named }: Selection): readonly StageName[] | undefined {
  return only ? [only] : named ? stages : undefined;
}

/**
 * The selection for this computation. A request for the input of the softmax (`masked`) where nothing was
 * masked gives the stage that equals it.
 *
 * @throws AttnError (usage) when nothing of it is there
 */
export function presentStages(
  trace: Trace,
  { only, stages, named }: Selection,
  note: (fact: string | Fact) => void,
): Pick<ShowOptions, 'only' | 'stages'> {
  const present = (name: StageName): StageName | undefined => {
    const equal = [name, ...equalStages(name)].find((one) => trace.stages.has(one));
    if (equal && equal !== name) note(fact('stage-unchanged', { name, equal }));
    return equal;
  };
  const missing = (names: readonly StageName[]): Error =>
    usageError({ code: 'no-such-stage', found: names, expected: [...trace.stages.keys()] });
  if (only) {
    const found = present(only);
    if (!found) throw missing([only]);
    return { only: found, stages };
  }
  // Gradients were asked for by --grad: they are shown without being named once more.
  const wanted = [...stages, ...GRADIENTS.filter((name) => trace.stages.has(name) && !stages.includes(name))];
  if (!named) return { stages: wanted };
  const found = [...new Set(wanted.flatMap((name) => present(name) ?? []))];
  const absent = stages.filter((name) => !trace.stages.has(name) && equalStages(name).length === 0);
  if (found.length === 0) throw missing(absent);
  if (absent.length > 0) note(fact('stages-absent', { names: absent }));
  return { stages: found };
}
