import { dataError, type TextFault } from '../core/error.js';
import type { Tensor } from '../core/tensor.js';
import type { Document, Reader, ReadOptions } from './document.js';
import { MOST_NUMBERS } from './binary/extent.js';
import { npyArray } from './npy.js';
import { noSuchTensor } from './binary/no-such-tensor.js';
import { partsOf, type Parts } from './binary/parts.js';
import { refuse } from './binary/refuse.js';
import { shorten } from './binary/shorten.js';
import { unpack, zipMembers, type Member } from './zip/zip.js';

const SUFFIX = '.npy';

/** `PK`, then a member or, in an archive of none, the end record. */
const FIRST_RECORDS = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
];

/**
 * Most bytes unpacked from one archive, however many members share them: 2 GiB. Half a megabyte of zip can claim more
 * (https://en.wikipedia.org/wiki/Zip_bomb), and the ratio says nothing: a mask of zeros packs a thousandfold too.
 */
const MOST_BYTES = 8 * MOST_NUMBERS;

/** NumPy's archive of named arrays: a zip of .npy files. Names are only names, never paths. */
export const npzReader: Reader = {
  format: 'npz',
  extensions: ['.npz'],
  sniff: (head) => FIRST_RECORDS.some((record) => record.every((byte, n) => head[n] === byte)),
  read: async ({ name, bytes }, options) => readArrays(partsOf(name, bytes), options),
  readParts: async (parts, options) => readArrays(parts, options),
};

function readArrays(parts: Parts, { only }: ReadOptions): Document {
  const file = parts.name;
  const members = zipMembers(parts);
  checkNames(members, file);
  const names = members.map(arrayName);
  if (only && !names.includes(only)) throw noSuchTensor(only, names, file);

  const tensors = new Map<string, Tensor>();
  let bytesLeft = MOST_BYTES;
  let numbersLeft = MOST_NUMBERS;
  for (const member of members) {
    const name = arrayName(member);
    if (only && name !== only) continue;
    const where = `${file}#${shorten(name)}`;
    const unpacked = unpack(parts, member, where, bytesLeft);
    const array = npyArray(unpacked, where, numbersLeft);
    bytesLeft -= unpacked.length;
    numbersLeft -= array.data.length;
    tensors.set(name, array);
  }
  return { tensors, settings: new Map(), notes: [] };
}

const arrayName = ({ name }: Member): string => name.slice(0, -SUFFIX.length);

function checkNames(members: readonly Member[], file: string): void {
  if (members.some(({ name }) => name.endsWith('/data.pkl') || name === 'data.pkl')) {
    throw dataError({
      where: file,
      what: 'is a PyTorch checkpoint: its data.pkl is a pickle, and a pickle can run any code',
      fix: 'in Python: safetensors.torch.save_file(tensors, "file.safetensors")',
    });
  }
  const faults: TextFault[] = members
    .filter(({ name }) => !name.endsWith(SUFFIX))
    .map(({ name }) => ({
      where: file,
      what: `its member "${shorten(name)}" is no .npy file; an .npz holds nothing else`,
      fix: 'write it with np.savez',
    }));
  if (faults.length > 0) throw refuse(faults);
}
