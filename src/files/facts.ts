import { errorsOf, type FaultIn } from '../core/index.js';

type Shape = readonly number[];

/** What can be wrong with bytes: .npy, .npz, zip, .safetensors. `words/` has the sentences. */
export interface FilesFacts {
  /** The rest of the faults of one input. `upTo`: not all of them were looked at. */
  'more-problems': { count: number; upTo?: boolean };

  // Shapes and sizes, in whatever file.
  'shape-axes': { found: number; most: number };
  'shape-axis': { axis: number; found: number };
  'shape-too-large': { shape: string };
  'too-many-numbers': { found: number; most: number };
  'no-such-tensor': { name: string; names: readonly string[] };
  'beyond-memory-limit': { found: number; most: number };
  'zip-packed-tight': { found: number; packed: number; most: number };
  'file-has-no-names': { format: 'npy' | 'table'; name: string };

  'npy-cannot-hold': { name: string; dtype: string };
  'npz-too-large': { bytes: number; arrays: number };
  'safetensors-reserved-name': { name: string };

  'npy-empty': object;
  'npy-magic': { found: string };
  'npy-version': { found: string };
  'npy-start-cut-off': { found: number; expected: number };
  'npy-header-too-long': { found: number; most: number };
  'npy-header-cut-off': { found: number; expected: number };
  'npy-header-syntax': { found: string };
  'npy-key-unknown': { key: string; expected: readonly string[] };
  'npy-key-repeated': { key: string; times: number };
  'npy-key-missing': { key: string };
  'npy-fortran-order': { found: string };
  'npy-shape': { found: string };
  'npy-structured-type': object;
  'npy-type-not-quoted': { found: string };
  'npy-type-pickle': { found: string };
  'npy-type-void': { found: string };
  'npy-type-unknown': { found: string; holds?: 'complex' | 'text' | 'dates' | 'time-spans' };
  'npy-byte-order': { found: string; type: string };
  /** The array needs another number of bytes than follow the header. */
  'npy-size': { found: number; expected: number; dtype: string; shape: Shape };

  'npz-pickle': object;
  'npz-member-type': { name: string };

  'zip-no-end': object;
  'zip-trailing-bytes': { bytes: number };
  'zip64-end': object;
  'zip-split': object;
  'zip-member-count': { found: number; most: number };
  'zip-directory-end': { found: number; expected: number };
  'zip-entry-damaged': { entry: number; of: number };
  'zip-entry-too-long': { entry: number; of: number };
  'zip-name-encoding': { entry: number };
  'zip-directory-rest': { bytes: number; entries: number };
  'zip-member-missing': { at: number };
  'zip-member-cut-off': { found: number; expected: number };
  'zip-header-name': { found: string };
  'zip-header-method': object;
  'zip-header-encrypted': object;
  'zip-header-sizes': { found: ZipSizes; expected: ZipSizes };
  'zip-header-crc': object;
  'zip-descriptor': object;
  'zip-name-repeated': object;
  'zip-encrypted': object;
  'zip-method': { found: number };
  'zip-gap-before-member': { bytes: number };
  'zip-gap-before-directory': { bytes: number };
  'zip-overlap': { begin: number; end: number };
  'zip-unpacked-too-large': { found: number; most: number };
  'zip-unpacked-size': { found: number; expected: number };
  /** More than so many bytes came out. */
  'zip-unpacked-more': { expected: number };
  'zip-crc': { found: string; expected: string };
  'zip-bytes-after-data': { bytes: number };
  'zip-data-damaged': object;

  'pickle-too-long': { found: number; most: number };
  'pickle-too-many': { of: 'steps' | 'objects' | 'kept' | 'values'; most: number };
  'pickle-depth': { most: number };
  'pickle-protocol': { found: number; most: number };
  'pickle-step-unknown': { found: string; byte: number };
  'pickle-cut-off': { byte: number; found: number; expected: number };
  'pickle-text': { byte: number };
  'pickle-line': { byte: number };
  'pickle-integer': { found: string; byte: number };
  'pickle-stack': { byte: number };
  'pickle-kept': { found: number; byte: number };
  'pickle-target': { expected: 'list' | 'set' | 'dict' | 'function' | 'name'; byte: number };
  /** A name of Python's that is not on the allow-list. */
  'pickle-global': { name: string };
  'pickle-call': { name: string; byte: number };
  'pickle-persistent': { byte: number };
  'pickle-rest': { bytes: number };

  'torch-old-form': object;
  'torch-no-zip': { pickle: boolean };
  'torch-no-pickle': object;
  'torch-script': object;
  'torch-byte-order': { found: string };
  'torch-name-repeated': { name: string };
  'torch-storage-missing': { key: string };
  'torch-storage-size': { key: string; found: number; expected: number };
  'torch-strides': { offset: number; shape: string; strides: string };
  /** The tensor's last number is the one of this number in its storage. */
  'torch-outside': { found: number; most: number };
  'torch-repeated': { found: number; most: number };
  'torch-type-unknown': { found: string; expected: readonly string[] };

  'safetensors-too-short': { found: number };
  /** In decimal digits: it may be larger than any safe integer. */
  'safetensors-header-too-long': { found: string; most: number };
  'safetensors-header-cut-off': { found: number; expected: number };
  'safetensors-header-begin': object;
  'safetensors-header-zeros': object;
  'safetensors-header-encoding': object;
  'safetensors-header-depth': object;
  'safetensors-header-character': { found: string; byte: number };
  'safetensors-header-json': { reason: string };
  'safetensors-name-repeated': { name: string };
  'safetensors-metadata': object;
  'safetensors-entry': { found: string };
  'safetensors-key-missing': { key: string };
  'safetensors-key-unknown': { key: string; expected: readonly string[] };
  'safetensors-type-not-text': { expected: readonly string[] };
  'safetensors-type-unknown': { found: string; expected: readonly string[] };
  'safetensors-shape': object;
  'safetensors-offsets': object;
  'safetensors-offsets-order': { begin: number; end: number };
  'safetensors-size-unsafe': { type: string; shape: string };
  'safetensors-size': { type: string; shape: string; begin: number; end: number; found: number; expected: number };
  /** Without `before` it is the header that ends there. */
  'safetensors-hole': { begin: number; before?: string; end: number };
  'safetensors-overlap': { begin: number; before?: string; end: number };
  'safetensors-cut-off': { found: number; expected: number };
  'safetensors-bytes-after': { bytes: number };
}

export interface ZipSizes {
  readonly size: number;
  readonly packed: number;
}

/** A fault of a file of bytes. */
export type FilesFault = FaultIn<FilesFacts>;

export const { dataError, usageError } = errorsOf<FilesFacts>();
