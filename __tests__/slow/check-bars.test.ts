import { check } from '../../src/check/check.js';
import { honest } from '../check/wrong/honest.js';
import { KINDS } from '../check/wrong/kinds.js';
import { dice } from '../check/wrong/layer.js';
import { pair } from '../check/wrong/pairs.js';

jest.setTimeout(3_600_000);

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

it('mistakes of the catalogue are named first, or in the first tie', () => {
  let [tried, first, none] = [0, 0, 0];
  for (const [ids, what, make] of KINDS)
    for (let seed = 1; seed <= 20; seed++) {
      tried++;
      const { findings } = check(make(dice(seed)));
      if (findings[0]?.ids.flatMap((id) => id.split('+')).some((id) => ids.includes(id))) first++;
      else {
        if (!findings[0]) none++;
        tell(`${what}, seed ${seed}: ${findings[0]?.ids.join(', ') ?? 'nothing'}`);
      }
    }
  tell(`${first} of ${tried} first or in the first tie, ${tried - first - none} misnamed, ${none} not named`);
  expect(first / tried).toBeGreaterThan(0.95);
});

it('pairs of mistakes are named', () => {
  let named = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const { ids, ...made } = pair(dice(seed));
    const found = check(made).findings[0]?.ids ?? [];
    if (found.some((id) => ids.every((of) => id.split('+').some((part) => of.includes(part))))) named++;
  }
  tell(`${named} of 200 pairs named`);
  expect(named / 200).toBeGreaterThan(0.85);
});

it('honest results are not called wrong', () => {
  const wrong = new Map<string, number>();
  for (let seed = 1; seed <= 1000; seed++) {
    const { what, ...made } = honest(dice(seed));
    if (!check(made).equal) wrong.set(what, (wrong.get(what) ?? 0) + 1);
  }
  tell(`called wrong: ${JSON.stringify([...wrong])}`);
  // Products in TF32 beside float32 inputs are named as N4: the only one.
  expect([...wrong.keys()].filter((what) => !what.startsWith('tf32'))).toEqual([]);
});
