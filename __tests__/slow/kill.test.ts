import { killAtRandom, type Killing } from '../cli/kill.js';

jest.setTimeout(1_800_000);

async function told(killing: Killing): Promise<unknown> {
  const start = performance.now();
  const { finished, amid, ...bad } = await killAtRandom(killing);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  process.stderr.write(
    `${killing.runs} kills in ${seconds} s (seed ${killing.seed}): ${finished} runs had ended, SIGKILL left ${amid} files for the next run to remove\n`,
  );
  return bad;
}

const NOTHING = { torn: [], leftovers: [], wrong: [] };

it('500 kills at random moments tear no file and leave none behind', async () => {
  expect(await told({ runs: 500, seed: 8, together: 3, rows: 200, at: 'run' })).toEqual(NOTHING);
});

it('200 kills while the file is being written tear no file and leave none behind', async () => {
  expect(await told({ runs: 200, seed: 9, together: 3, rows: 400, at: 'write' })).toEqual(NOTHING);
});
