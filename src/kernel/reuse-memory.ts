import { WebAssembly, type WasmMemory } from './webassembly.js';

/** Larger memories are not kept: 128 MiB, in pages of 64 KiB. */
const MOST = 2048;

/** The memory of the last task. Pages that were used before need no page fault; new ones cost a microsecond each. */
let kept: { readonly memory: WasmMemory; readonly pages: number } | undefined;

/** A memory of at least `pages` pages of 64 KiB. Its contents are undefined. */
export function takeMemory(pages: number): { readonly memory: WasmMemory; readonly giveBack: () => void } {
  const found = kept && kept.pages >= pages && kept.pages <= 4 * pages ? kept : undefined;
  if (found) kept = undefined;
  const own = found ?? { memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }), pages };
  return {
    memory: own.memory,
    giveBack: () => {
      if (own.pages <= MOST && own.pages >= (kept?.pages ?? 0)) kept = own;
    },
  };
}
