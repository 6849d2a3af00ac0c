/** The part of WebAssembly's interface that is used here: Node's own types leave it to the browser's. */
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
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: unknown };
  /** Sizes in pages of 64 KiB. */
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly validate: (bytes: Uint8Array) => boolean;
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
