import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { promises } from './properties.js';
import { enterWorld } from './world.js';

const RUNS_A_ROUND = 300;
const SLOW_MS = 5000;

/**
 * npm run fuzz -- SECONDS SEED: tries every promise in turn, with other inputs each round, and saves what breaks one. The input
 * that is being tried stands in last.txt: it stays there when the process itself is ended by it.
 * Exit 1 when anything did.
 */
async function forever(seconds: number, seed: number): Promise<number> {
  const folder = resolve('fuzz-findings');
  mkdirSync(folder, { recursive: true });
  const leave = await enterWorld();
  const last = openSync(join(folder, 'last.txt'), 'w');
  const all = await promises((title, input) => {
    const text = Buffer.from(`${title}\n${fc.stringify(input)}\n`);
    ftruncateSync(last);
    writeSync(last, text, 0, text.length, 0);
  });
  const tried = new Map(all.map(({ title }): [string, number] => [title, 0]));
  let found = 0;
  const save = (title: string, text: string): void => {
    const file = `${folder}/${seed}-${++found}.txt`;
    writeFileSync(file, `${title}\n${text}\n`);
    process.stdout.write(`${title}\n  ${file}\n`);
  };
  process.on('unhandledRejection', (reason) =>
    save('an unhandled rejection', String(reason instanceof Error ? reason.stack : reason)),
  );
  const end = performance.now() + seconds * 1000;
  const broken = new Set<string>();
  for (let round = 0; performance.now() < end; round++) {
    for (const { title, property } of all) {
      if (broken.has(title) || performance.now() >= end) continue;
      const start = performance.now();
      const details = await fc.check(property, {
        numRuns: RUNS_A_ROUND,
        seed: seed + round,
        interruptAfterTimeLimit: end - start,
        markInterruptAsFailure: false,
        timeout: SLOW_MS,
      });
      tried.set(title, tried.get(title)! + details.numRuns + details.numShrinks);
      if (!details.failed) continue;
      broken.add(title); // it would be found again and again
      const error = details.errorInstance;
      save(
        title,
        `seed ${seed + round}, path ${details.counterexamplePath}\n${fc.stringify(details.counterexample)}\n${error instanceof Error ? error.stack : String(error)}`,
      );
    }
  }
  leave();
  closeSync(last);
  rmSync(join(folder, 'last.txt'));
  let sum = 0;
  for (const [title, count] of tried) {
    sum += count;
    process.stdout.write(`${String(count).padStart(9)}  ${title}\n`);
  }
  const most = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  process.stdout.write(
    `${String(sum).padStart(9)}  in all, seed ${seed}, ${seconds} s, ${most} MB at the most: ${found === 0 ? 'nothing found' : `${found} found`}\n`,
  );
  return found === 0 ? 0 : 1;
}

const [seconds = '60', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
process.exitCode = await forever(Number(seconds), Number(seed));
