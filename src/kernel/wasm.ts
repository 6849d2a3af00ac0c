import { setFlagsFromString } from 'node:v8';
import { WebAssembly, type WasmMemory, type WasmModule } from './webassembly.js';

/** The compiled kernel, and whether its engine fuses multiply-adds. */
export interface Kernel {
  readonly module: WasmModule;
  /** Multiply and add in one rounding. */
  readonly fused: boolean;
}

/** The functions of an instance; see assembly/index.ts. */
export interface KernelExports {
  readonly step: (workspace: number) => number;
  readonly work: (workspace: number) => void;
  readonly probe: (a: number, b: number, c: number) => number;
  readonly peak: (times: number) => number;
  readonly exp32: (x: number) => number;
  readonly exp64: (x: number) => number;
  readonly tanh32: (x: number) => number;
  readonly tanh64: (x: number) => number;
}

let compiled: Promise<Kernel | undefined> | undefined;

/**
 * Compiles the kernel, once: with relaxed SIMD where the engine has it, else with plain SIMD; undefined where it has neither.
 * Relaxed SIMD is on from Node 22; Node 20 has it behind a flag that may be set while it runs.
 * https://github.com/WebAssembly/relaxed-simd
 */
export function kernel(): Promise<Kernel | undefined> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<Kernel | undefined> {
  const { relaxed, plain } = await import('./generated/modules.js');
  if (/^2[01]\./.test(process.versions.node)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  for (const [source, fused] of [
    [relaxed, true],
    [plain, false],
  ] as const) {
    const bytes = Buffer.from(source, 'base64');
    if (!WebAssembly.validate(bytes)) continue;
    const module = new WebAssembly.Module(bytes);
    // Early engines took the operands of the fused operation in another order.
    if (!fused || instance(module, smallMemory()).probe(2, 3, 10) === 16) return { module, fused };
  }
  return undefined;
}

export function instance(module: WasmModule, memory: WasmMemory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}

/** The smallest memory, for functions that do not use it. */
export function smallMemory(): WasmMemory {
  return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
}
