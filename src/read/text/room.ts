import { dataError } from '../facts.js';

/** Bytes of V8's heap that a sign of a text brings with it when it is read. */
export type Costs = ReadonlyMap<string, number>;

/** In V8's limit, but not for what stays: its young generation, at most; and the rest of the program. */
const YOUNG = 48 * 2 ** 20;
const PROGRAM = 10e6;
/** More than any text needs for a character. */
const MOST = 60;

/** Bytes of V8's heap that text may still take. */
export function heapRoom(): number {
  const { heap_size_limit: limit, used_heap_size: used } = process.getBuiltinModule('node:v8').getHeapStatistics();
  return Math.max(0, limit - used - YOUNG - PROGRAM);
}

/**
 * Refuses a text that would not fit once it is read: when V8's heap is full, the process is aborted without a word.
 *
 * @param where the file; asked for only when it is needed
 * @param costs measured on Node 20, with the least `--max-old-space-size` that suffices for files of such signs alone
 * @throws AttnError that says what is needed and what there is
 */
export function checkRoom(text: string, where: () => string, costs: Costs): void {
  if (text.length < 2 ** 20) return;
  const room = heapRoom();
  if (text.length * MOST < room) return;
  const byCode = new Float64Array(128);
  for (const [sign, bytes] of costs) byCode[sign.charCodeAt(0)] = bytes;
  let needed = 0;
  for (let at = 0; at < text.length; at++) needed += byCode[text.charCodeAt(at)] ?? 0;
  if (needed < room) return;
  throw dataError({
    code: 'text-memory',
    where: where(),
    needed: Math.ceil(needed / 1e6),
    room: Math.floor(room / 1e6),
    heap: Math.ceil((1.3 * needed + PROGRAM + 2 * text.length) / 2 ** 20),
  });
}
