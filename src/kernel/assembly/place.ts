import { FLOAT64, KEYS, PANEL } from '../layout';
import { Bench } from './bench';
import { theJob } from './job';
import { panelWidth } from './lanes';

/** Where the keys and values of the bench's head lie. Neighbouring query heads share a key head. @returns its arithmetic */
export function placeKeys(bench: Bench): i32 {
  const job = theJob();
  const valueHead = bench.b * job.valueHeads + bench.h / (job.heads / job.valueHeads);
  const keyHead = bench.b * job.keyHeads + bench.h / (job.heads / job.keyHeads);
  const arithmetic = load<i32>(job.arithmetic + (<usize>valueHead << 2));
  const width = arithmetic == FLOAT64 ? panelWidth<f64>() : panelWidth<f32>();
  const panels = (job.nK + width - 1) / width;
  const tiles = (job.nK + KEYS - 1) / KEYS;
  bench.columns = (job.dV + width - 1) & ~(width - 1);
  bench.columnsK = (job.dK + width - 1) & ~(width - 1);
  bench.k = job.k + <usize>keyHead * panels * job.dK * PANEL;
  bench.v = job.v + <usize>valueHead * (bench.columns / width) * tiles * KEYS * PANEL;
  bench.vAsKeys = job.vAsKeys + <usize>valueHead * panels * job.dV * PANEL;
  bench.kAsValues = job.kAsValues + <usize>keyHead * (bench.columnsK / width) * tiles * KEYS * PANEL;
  bench.norm = load<f64>(job.norms + (<usize>keyHead << 3));
  bench.wild = job.wild + <usize>valueHead * tiles;
  return arithmetic;
}
