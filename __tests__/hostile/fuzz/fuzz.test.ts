import fc from 'fast-check';
import { promises } from './properties.js';
import { enterWorld } from './world.js';

let leave: () => void;
beforeAll(async () => {
  leave = await enterWorld();
});
afterAll(() => leave());

it('whatever comes in, a result or an error of ours comes out', async () => {
  for (const { title, runs, property } of await promises()) {
    const details = await fc.check(property, { numRuns: runs });
    if (details.failed)
      throw new Error(
        `${title}\nseed ${details.seed}, path ${details.counterexamplePath}\n${fc.stringify(details.counterexample)}\n${String(details.errorInstance)}`,
      );
  }
}, 60_000);
