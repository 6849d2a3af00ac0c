import { FLOAT64, KEYS, PANEL } from '../layout';
import { Workspace } from './workspace';
import { theJob } from './job';
import { panelWidth } from './lanes';

/** Sets the addresses of the keys and values of the workspace's head. Neighbouring query heads share a key head. @returns its arithmetic */
export function placeKeys(workspace: Workspace): i32 {
  const job = theJob();
  const valueHead = workspace.b * job.valueHeads + workspace.h / (job.heads / job.valueHeads);
  const keyHead = workspace.b * job.keyHeads + workspace.h / (job.heads / job.keyHeads);
  const arithmetic = load<i32>(job.arithmetic + (<usize>valueHead << 2));
  const width = arithmetic == FLOAT64 ? panelWidth<f64>() : panelWidth<f32>();
  const panels = (job.nK + width - 1) / width;
  const tiles = (job.nK + KEYS - 1) / KEYS;
  workspace.columns = (job.dV + width - 1) & ~(width - 1);
  workspace.columnsK = (job.dK + width - 1) & ~(width - 1);
  workspace.k = job.k + <usize>keyHead * panels * job.dK * PANEL;
  workspace.v = job.v + <usize>valueHead * (workspace.columns / width) * tiles * KEYS * PANEL;
  workspace.vAsKeys = job.vAsKeys + <usize>valueHead * panels * job.dV * PANEL;
  workspace.kAsValues = job.kAsValues + <usize>keyHead * (workspace.columnsK / width) * tiles * KEYS * PANEL;
  workspace.norm = load<f64>(job.norms + (<usize>keyHead << 3));
  workspace.nonFinite = job.nonFinite + <usize>valueHead * tiles;
  return arithmetic;
}
