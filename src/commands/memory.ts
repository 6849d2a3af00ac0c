import {
  arrange,
  holdings,
  type Holdings,
  type Problem,
  settle,
  shapeText,
  sizeOf,
  type StageName,
} from '../core/index.js';
import { heapRoom } from '../read/index.js';
import { formatFacts, type OutFormat, type ShowOptions } from '../show/index.js';
import { dataError, type LargestPart, type SmallerCall } from './facts.js';
import type { ComputeFlags } from './options.js';
import { textBytes } from './text-size.js';

const BYTES = 8; // of a float64
/** What needs less than this fits wherever Node.js itself runs. */
const LITTLE = 2 ** 25;

/** The flags that say how much memory there is, and who computes. */
type MemoryFlags = Pick<ComputeFlags, 'maxMemory'> & Partial<Pick<ComputeFlags, 'engine'>>;

/** What is to be computed and written. */
export interface Demand {
  /** One after the other; all results are kept to the end. */
  readonly problems: readonly Problem[];
  /** The stages that suffice; undefined: all of them. */
  readonly wanted: readonly StageName[] | undefined;
  /** Undefined: no text or file that grows with all cells. */
  readonly shown?: {
    readonly format: OutFormat;
    readonly options: Pick<ShowOptions, 'only' | 'stages' | 'precision' | 'width'>;
  };
  /** Two computations are kept: before and after `--hide`. */
  readonly twice?: boolean;
}

/**
 * Refuses what will not fit into memory, before any of it is allocated: when memory runs out, the system ends the process without a
 * message. Computed from the shapes: the stages that are kept, the one being made, the kernel's copies, the text.
 *
 * @throws AttnError that says what is needed, what there is, what takes most and what to do
 */
export async function checkMemory(demand: Demand, flags: MemoryFlags): Promise<void> {
  const most = flags.maxMemory;
  if (demand.problems.length === 0) return;
  const need = await needOf(demand, flags);
  if (most === undefined && need.work + need.text < LITTLE) return;
  const room = await roomFor(most);
  const total = need.work + need.text + room.used;
  if (total <= room.memory && need.text <= room.heap) return;
  // Shapes that do not fit are reported first.
  demand.problems.forEach((problem) => void arrange(problem, settle(problem).layout));
  if (total > room.memory) {
    throw dataError({
      code: 'memory-exceeded',
      needed: total,
      available: room.memory,
      limited: most !== undefined,
      largest: largestPart(demand, need, room.used),
      smaller: await smallerCall(demand, flags, room),
      suggested: total * 1.2,
    });
  }
  throw dataError({
    code: 'text-exceeds-memory',
    needed: need.text,
    available: room.heap,
    format: demand.shown!.format,
    numbers: need.numbers,
    smaller: await smallerCall(demand, flags, room),
    suggested: Math.ceil((need.text * 1.3 + 2e7) / 2 ** 20),
  });
}

/** What all problems need. */
interface Need {
  /** Bytes for tensors and binary files. */
  readonly work: number;
  /** Bytes of V8's heap. */
  readonly text: number;
  /** How many numbers are written. */
  readonly numbers: number;
  readonly largest: Part;
}

/** What one problem needs. */
interface Part {
  readonly held: Holdings;
  readonly byKernel: boolean;
  /** Numbers that stay, and those that are given back when it is computed. */
  readonly kept: number;
  readonly passing: number;
  readonly numbers: number;
  /** Bytes. */
  readonly text: number;
}

async function needOf(demand: Demand, flags: MemoryFlags): Promise<Need> {
  const { problems, shown } = demand;
  const parts: Part[] = [];
  for (const problem of problems) parts.push(await partOf(problem, demand, flags));
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const numbers = sum((part) => part.numbers);
  const passing = parts.reduce((most, part) => Math.max(most, part.passing), 0);
  const written = shown && formatFacts(shown.format).binary ? numbers : 0;
  const largest = parts.reduce(
    (most, part) => (part.kept + part.passing > most.kept + most.passing ? part : most),
    parts[0]!,
  );
  return {
    numbers,
    text: sum((part) => part.text),
    work: (sum((part) => part.kept) + passing + written) * BYTES,
    largest,
  };
}

async function partOf(problem: Problem, { wanted, shown, twice }: Demand, flags: MemoryFlags): Promise<Part> {
  const held = holdings(problem);
  const byKernel = wanted !== undefined && (await kernelTakes(problem, wanted, held, flags));
  const stages = [...held.stages.values()].reduce((total, numbers) => total + numbers, 0);
  const output = held.stages.get('output') ?? 0;
  // Weights from the kernel are also stored in its own memory, and the mask is stored with them.
  const weights = wanted?.includes('weights') ? sizeOf(held.scores) : 0;
  const mask = weights > 0 ? (held.stages.get('mask') ?? 0) : 0;
  const numbers = shown ? writtenNumbers(held, shown.options) : 0;
  return {
    held,
    byKernel,
    numbers,
    kept: byKernel ? output + weights + mask : stages * (twice ? 2 : 1),
    passing: byKernel ? kernelNumbers(problem, held) + weights - output : held.peak - stages,
    text: shown ? textBytes(shown.format, numbers, labelLength(problem), shown.options) : 0,
  };
}

async function kernelTakes(
  problem: Problem,
  wanted: readonly StageName[],
  { scores }: Holdings,
  flags: MemoryFlags,
): Promise<boolean> {
  // What is small fits either way.
  if (flags.engine === 'reference' || sizeOf(scores) * BYTES < LITTLE / 8) return false;
  const { refusal } = await import('../kernel/fits.js');
  return refusal(problem, wanted) === undefined;
}

/** Q, K and V with their heads apart and in the kernel's own memory, the output there, read out, and joined; no n×n matrix. */
function kernelNumbers({ mask, bias, grad }: Problem, { stages, scores }: Holdings): number {
  const of = (name: StageName): number => stages.get(name) ?? 0;
  const expressions = [mask, bias].filter((cells) => cells && 'at' in cells).length;
  const ways = grad ? 3 : 1; // backward: the same again for the inputs and for the gradients
  return ways * (2 * (of('q') + of('k') + of('v')) + 4 * of('output')) + expressions * sizeOf(scores);
}

function writtenNumbers({ stages }: Holdings, { only, stages: shown }: Pick<ShowOptions, 'only' | 'stages'>): number {
  // A stage that was not needed is equal to the scaled scores, which are shown in its place.
  if (only) return stages.get(only) ?? stages.get('scaled') ?? 0;
  return ['mask' as const, ...shown].reduce((sum, name) => sum + (stages.get(name) ?? 0), 0);
}

/** Characters of two labels, as a rule. */
function labelLength({ tokens }: Problem): number {
  const longest = (labels: readonly string[] | undefined): number =>
    labels?.reduce((most, { length }) => Math.max(most, length), 0) ?? 0;
  return longest(tokens?.query) + longest(tokens?.key);
}

function largestPart({ shown }: Demand, { work, text, largest: { held, byKernel } }: Need, used: number): LargestPart {
  if (used > work + text) return { kind: 'process', bytes: used };
  if (text > work) return { kind: 'text', format: shown!.format };
  if (byKernel) return { kind: 'kernel' };
  const cells = sizeOf(held.scores);
  const names = [...held.stages].filter(([, numbers]) => numbers === cells).map(([name]) => name);
  return { kind: 'stages', names, shape: shapeText(held.scores), bytes: cells * BYTES };
}

/** The first of these that fits, with what it needs. */
async function smallerCall(demand: Demand, flags: MemoryFlags, room: Room): Promise<SmallerCall> {
  const { shown } = demand;
  const output: Demand = {
    ...demand,
    wanted: ['output'],
    ...(shown && { shown: { ...shown, options: { ...shown.options, only: 'output' } } }),
  };
  const ways: readonly (readonly [text: string, demand: Demand])[] = [
    ...(shown && !formatFacts(shown.format).binary
      ? [['-o result.npz', { ...demand, shown: { ...shown, format: 'npz' as const } }] as const]
      : []),
    ['--only output', output],
  ];
  for (const [text, way] of ways) {
    const need = await needOf(way, flags);
    const total = need.work + need.text + room.used;
    if (total <= room.memory && need.text <= room.heap) return { kind: 'flag', flag: text, bytes: total };
  }
  return { kind: 'fewer' };
}

/** The memory that is available, in bytes. */
interface Room {
  readonly memory: number;
  /** How much of it is in use already: by this process under `--max-memory`, otherwise none. */
  readonly used: number;
  /** For text. */
  readonly heap: number;
}

async function roomFor(most: number | undefined): Promise<Room> {
  const heap = heapRoom();
  return most === undefined
    ? { memory: await free(), used: 0, heap }
    : { memory: most, used: process.memoryUsage.rss(), heap };
}

/** Memory that can still be allocated. A container's limit counts cached files as used, but the system can release them. */
async function free(): Promise<number> {
  const { totalmem } = await import('node:os');
  const limit = process.constrainedMemory();
  const available = process.availableMemory();
  if (limit > 0 && limit < totalmem()) return Math.max(available, limit - process.memoryUsage.rss());
  return process.platform === 'linux' ? available : Math.max(available, totalmem() / 2);
}
