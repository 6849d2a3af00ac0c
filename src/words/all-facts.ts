import type { CheckFacts } from '../check/facts.js';
import type { CommandFacts } from '../commands/facts.js';
import type { CoreFacts } from '../core/facts.js';
import type { TraceFacts } from '../core/index.js';
import type { ExplainFacts } from '../explain/facts.js';
import type { ExpressionFacts } from '../expression/facts.js';
import type { FilesFacts } from '../files/facts.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { LearnFacts } from '../learn/facts.js';
import type { ModelFacts } from '../model/facts.js';
import type { ReadFacts } from '../read/facts.js';
import type { ShowFacts } from '../show/facts.js';

/**
 * Every fact of the program. The catalogues join the sentences of all rooms by code, so that two rooms that took the same code for
 * different facts would say each other's sentence: that does not compile here.
 */
export interface AllFacts
  extends
    CheckFacts,
    CommandFacts,
    CoreFacts,
    ExplainFacts,
    ExpressionFacts,
    FilesFacts,
    KernelFacts,
    LearnFacts,
    ModelFacts,
    ReadFacts,
    ShowFacts,
    TraceFacts {}
