/** The part of the WebAssembly interface that is used here: Node's types lack it and the browser's types are not loaded. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

interface Api {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } } | Record<string, never>,
  ) => { readonly exports: unknown };
  /** Sizes in pages of 64 KiB. */
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly validate: (bytes: Uint8Array) => boolean;
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
