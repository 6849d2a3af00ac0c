import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generator } from '../../src/core/random.js';
import { ATTN, ended, type Ended } from './attn.js';

/** A command that writes files, and the files. */
interface Job {
  readonly words: readonly string[];
  readonly files: readonly string[];
}

const LARGE = ['compute', '--q', '../large.json', '-q', '-o'];
export const JOBS: readonly Job[] = [
  ...['out.json', 'out.npz', 'out.html', 'out.safetensors', 'out.csv', 'out.svg'].map((file) => ({
    words: [...LARGE, file],
    files: [file],
  })),
  {
    words: ['compute', '--input', resolve('fixtures/bundle.json'), '--explain', '-q', '-o', 'lesson.html'],
    files: ['lesson.html'],
  },
  {
    words: [
      'train',
      '--data',
      resolve('fixtures/referents.en.csv'),
      '--epochs',
      '1',
      '--dim',
      '4',
      '-q',
      '-o',
      'weights.safetensors',
    ],
    files: ['weights.safetensors'],
  },
  { words: ['worksheet', '-q', '-o', 'sheet.md'], files: ['sheet.md', 'sheet.key.md'] },
  { words: ['check', '--probe', '-q', '-o', 'probe.npz'], files: ['probe.npz'] },
  {
    words: [
      'check',
      '--q',
      resolve('fixtures/q.json'),
      '--actual',
      resolve('fixtures/k.json'),
      '-q',
      '-o',
      'report.html',
    ],
    files: ['report.html'],
  },
];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

export interface Killed {
  /** Files that are neither the old one nor the new one, whole; and pairs of an old and a new one. */
  torn: string[];
  /** Files beside them: at once after SIGINT, SIGTERM and SIGHUP; after SIGKILL when the next run into the folder has ended. */
  leftovers: string[];
  /** Ends that are not documented, and words on stderr. */
  wrong: string[];
  /** Runs that ended before the signal came. */
  finished: number;
  /** Runs that SIGKILL caught with the new file in the making. */
  amid: number;
}

export interface Killing {
  readonly runs: number;
  readonly seed: number;
  /** How many run at once. */
  readonly together: number;
  /** Tokens of the large problem. */
  readonly rows: number;
  /** `run`: at a moment between start and end, each as likely as the other. `write`: as soon as a new file is there, or up to 8 ms later. */
  readonly at: 'run' | 'write';
}

/** Kills every job in turn by every signal in turn at random moments, and looks at what is left. */
export async function killAtRandom({ runs, seed, together, rows, at }: Killing): Promise<Killed> {
  const folder = await mkdtemp(join(tmpdir(), 'attn-kill-'));
  await writeFile(
    join(folder, 'large.json'),
    JSON.stringify(Array.from({ length: rows }, (_, i) => Array.from({ length: 4 }, (_, j) => Math.sin(i * 4 + j)))),
  );
  const counts: Killed = { torn: [], leftovers: [], wrong: [], finished: 0, amid: 0 };
  const wholes = new Map<Job, { contents: Buffer[]; code: number | null; ms: number }>();
  for (const job of JOBS) {
    const place = await placeFor(join(folder, `whole-${wholes.size}`), []);
    const start = performance.now();
    const { code } = await ended(launch(job, place));
    wholes.set(job, { contents: await contentsOf(job, place), code, ms: performance.now() - start });
  }
  const random = generator(seed);

  const one = async (index: number): Promise<void> => {
    const job = JOBS[index % JOBS.length]!;
    const signal = SIGNALS[Math.floor(index / JOBS.length) % SIGNALS.length]!;
    const whole = wholes.get(job)!;
    const place = await placeFor(join(folder, String(index)), job.files);
    const moment = random.uniform();
    const amid = at === 'write' ? firstFile(place) : undefined;
    const child = launch(job, place);
    const start = performance.now();
    const end = ended(child);
    if (amid) {
      await Promise.race([amid.seen, end]);
      await pause(moment * 8);
    } else {
      await pause(moment * whole.ms);
    }
    amid?.stop();
    child.kill(signal);
    const seen = await end;
    const name = `run ${index}: ${job.words.join(' ')}, ${signal}`;
    if (seen.signal === null) counts.finished++;
    // How long a run takes changes with what else the machine does.
    whole.ms =
      seen.signal === null ? (whole.ms + 1.1 * Math.min(whole.ms, performance.now() - start)) / 2 : whole.ms * 1.03;
    const wrong = wrongEnd(seen, signal, whole.code);
    if (wrong) counts.wrong.push(`${name}: ${wrong}`);
    const states = (await contentsOf(job, place)).map((content, n) =>
      content.equals(whole.contents[n]!) ? 'new' : content.toString() === 'old' ? 'old' : 'torn',
    );
    const asOne = new Set(states).size === 1;
    if (states.includes('torn') || !asOne || (seen.signal === null && seen.code === whole.code && states[0] !== 'new'))
      counts.torn.push(`${name}: ${states.join()}`);
    let left = await leftIn(job, place);
    if (signal === 'SIGKILL' && left.length > 0) {
      counts.amid++;
      await ended(launch(job, place));
      left = await leftIn(job, place);
    }
    counts.leftovers.push(...left.map((file) => `${name}: ${file}`));
    await rm(place, { recursive: true });
  };
  let next = 0;
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (next < runs) await one(next++);
    }),
  );
  await rm(folder, { recursive: true });
  return counts;
}

function launch({ words }: Job, cwd: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, [ATTN, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function placeFor(place: string, files: readonly string[]): Promise<string> {
  await mkdir(place);
  for (const file of files) await writeFile(join(place, file), 'old');
  return place;
}

function contentsOf({ files }: Job, place: string): Promise<Buffer[]> {
  return Promise.all(files.map((file) => readFile(join(place, file))));
}

async function leftIn({ files }: Job, place: string): Promise<string[]> {
  return (await readdir(place)).filter((name) => !files.includes(name));
}

function firstFile(place: string): { seen: Promise<void>; stop: () => void } {
  let tell: () => void;
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const watcher = watch(place, () => tell());
  return { seen, stop: () => watcher.close() };
}

/** A run ends by the signal or as if it had not come; training, interrupted, ends with 130. Nothing is said of either. */
function wrongEnd({ code, signal, err }: Ended, sent: string, usual: number | null): string | undefined {
  if (err !== '') return err;
  if (signal !== null ? signal === sent : code === usual || (sent === 'SIGINT' && code === 130)) return undefined;
  return `ended with ${signal ?? code}`;
}
