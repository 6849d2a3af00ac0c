import { crc32 } from 'node:zlib';
import { tensor, type Tensor } from '../../core/index.js';
import { beyond, MOST_MEMORY, MOST_NUMBERS, tooMany } from '../extent.js';
import { dataError, type FilesFault } from '../facts.js';
import { noSuchTensor } from '../no-such-tensor.js';
import { partsOf, type Parts } from '../parts.js';
import { LONGEST_PICKLE } from '../pickle/limits.js';
import { readPickle } from '../pickle/read.js';
import { refuse } from '../refuse.js';
import { shorten } from '../shorten.js';
import type { TensorEntry, TensorFile } from '../tensor-file.js';
import { refuseTight, unpack, zipMembers, type Member } from '../zip/members.js';
import { isZip } from '../npz/read.js';
import { isOldTorch } from './magic.js';
import { namedTensors } from './named.js';
import { TORCH, type TensorView } from './objects.js';
import { READ_TYPES } from './types.js';
import { extentOf, numbersOfView, type Extent } from './view.js';

/** A file of torch.save: its tensors, and the plain values beside them. */
export interface TorchFile extends TensorFile {
  /** Numbers, texts and truths of the outermost dict. */
  readonly settings: ReadonlyMap<string, number | string | boolean>;
  /**
   * Every tensor. Those that show the same numbers of one storage, as tied weights do, are one.
   *
   * @throws AttnError when they are too many, or one is not read
   */
  readonly readAll: () => ReadonlyMap<string, Tensor>;
}

/** So many numbers may stand more than once: `expand` makes a million of one. */
const MOST_REPEATED = 2 ** 22;

/** Unpacked, where a member is deflated: torch itself stores them. */
const MOST_UNPACKED = 8 * MOST_NUMBERS;

const CRC_PIECE = 2 ** 24;

/**
 * Opens a file of torch.save, PyTorch's zip form: its structure is read, by an allow-list and without running anything, and checked
 * against the storages; the numbers of a tensor are read when it is asked for, and only those.
 * https://pytorch.org/docs/stable/notes/serialization.html
 *
 * @param memory bytes of numbers that may be held at once
 * @throws AttnError with all that is wrong with the file
 * @example
 * const file = openTorch(partsOf('model.pt', bytes));
 * file.entries.map(({ name, shape }) => `${name} ${shape}`) // gives ['in_proj_weight 24,8', …]
 * file.read('in_proj_weight').data.length // gives 192
 */
export function openTorch(parts: Parts, memory?: number): TorchFile {
  const archive = archiveOf(parts);
  const where = parts.name;
  const { size } = archive.pickle;
  if (size > LONGEST_PICKLE)
    throw dataError({ where: { source: where }, code: 'pickle-too-long', found: size, most: LONGEST_PICKLE });
  const pickle = unpack(parts, archive.pickle, `${where}#data.pkl`, LONGEST_PICKLE);
  const { views, settings } = namedTensors(readPickle(pickle, where, TORCH), where);
  const order = byteOrder(parts, archive);

  const faults: FilesFault[] = [];
  const tensors = new Map<string, Opened>();
  for (const [name, view] of views) {
    const place = name === '' ? where : `${where}#${shorten(name)}`;
    const extent = placeOf(view, archive);
    if ('code' in extent) faults.push({ where: { source: place }, ...extent });
    else tensors.set(name, { view, extent, where: place });
  }
  if (faults.length > 0) throw refuse(faults);

  const readStorage = storageReader(parts, archive, memory);
  return {
    settings,
    entries: [...tensors].map(([name, { view, extent }]): TensorEntry => {
      const { dtype, type } = view.type;
      return { name, type, shape: view.shape, count: extent.count, ...(dtype && { dtype }) };
    }),
    read: (name) => {
      const opened = tensors.get(name);
      if (!opened) throw noSuchTensor(name, [...tensors.keys()], { source: where });
      checkCounts([opened], where, memory);
      return numbersOf(opened, readStorage, order);
    },
    readAll: () => {
      const distinct = new Map([...tensors.values()].map((opened) => [sameNumbers(opened), opened]));
      checkCounts([...distinct.values()], where, memory);
      const read = new Map([...distinct].map(([same, opened]) => [same, numbersOf(opened, readStorage, order)]));
      return new Map([...tensors].map(([name, opened]) => [name, read.get(sameNumbers(opened))!]));
    },
  };
}

interface Opened {
  readonly view: TensorView;
  readonly extent: Extent;
  readonly where: string;
}

interface Archive {
  readonly pickle: Member;
  readonly byteOrder: Member | undefined;
  readonly storages: ReadonlyMap<string, Member>;
}

function archiveOf(parts: Parts): Archive {
  const stop = (fault: FilesFault): never => {
    throw dataError({ where: { source: parts.name }, ...fault });
  };
  const head = parts.part(0, 512);
  if (isOldTorch(head)) stop({ code: 'torch-old-form' });
  if (!isZip(head)) stop({ code: 'torch-no-zip', pickle: head[0] === 0x80 });
  const members = zipMembers(parts);
  // Everything lies in one folder, which is named after the file that was written first.
  const pickle = members.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  if (!pickle) return stop({ code: 'torch-no-pickle' });
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  if (members.some(({ name }) => name === `${folder}constants.pkl` || name.startsWith(`${folder}code/`)))
    stop({ code: 'torch-script' });
  const data = `${folder}data/`;
  return {
    pickle,
    byteOrder: members.find(({ name }) => name === `${folder}byteorder`),
    storages: new Map(
      members.flatMap((member) =>
        member.name.startsWith(data) ? [[member.name.slice(data.length), member] as const] : [],
      ),
    ),
  };
}

function byteOrder(parts: Parts, { byteOrder: member }: Archive): 'little' | 'big' {
  if (!member) return 'little';
  const where = `${parts.name}#byteorder`;
  const text = Buffer.from(unpack(parts, member, where, 20))
    .toString('latin1')
    .trim();
  if (text === 'little' || text === 'big') return text;
  throw dataError({ where: { source: where }, code: 'torch-byte-order', found: text });
}

function placeOf(view: TensorView, { storages }: Archive): Extent | FilesFault {
  const { key, type, count } = view.storage;
  const member = storages.get(key);
  if (!member) return { code: 'torch-storage-missing', key: shorten(key) };
  const held = Math.floor(member.size / type.width);
  if (held !== count) return { code: 'torch-storage-size', key: shorten(key), found: held, expected: count };
  return extentOf(view, Math.floor(member.size / view.type.width));
}

const sameNumbers = ({ view: { storage, type, offset, shape, strides } }: Opened): string =>
  JSON.stringify([storage.key, type.type, offset, shape, strides]);

/** A small file must not become a large one: all is counted, and what stands more than once, before any of it is made. */
function checkCounts(tensors: readonly Opened[], where: string, memory: number = MOST_MEMORY): void {
  const stored = new Map(tensors.map(({ view: { storage } }) => [storage.key, storage.count]));
  const kept = [...stored.values()].reduce((sum, count) => sum + count, 0);
  const made = tensors.reduce((sum, { extent }) => sum + extent.count, 0);
  const excess = tooMany(made, where) ?? beyond(8 * made, where, memory);
  if (excess) throw dataError(excess);
  if (made - kept > MOST_REPEATED)
    throw dataError({ where: { source: where }, code: 'torch-repeated', found: made - kept, most: MOST_REPEATED });
}

type ReadStorage = (key: string, where: string) => Parts;

/** The bytes of a storage: where it is stored as it is, its parts are those of the file, once its checksum was found right. */
function storageReader(parts: Parts, { storages }: Archive, memory: number | undefined): ReadStorage {
  const opened = new Map<string, Parts>();
  return (key, where) => {
    const known = opened.get(key);
    if (known) return known;
    const member = storages.get(key)!;
    const { dataStart, size } = member;
    if (memory === undefined) refuseTight(member, where);
    const storage: Parts =
      member.method === 0 && member.size === member.packedSize
        ? { name: where, size, part: (from, to) => parts.part(dataStart + from, dataStart + Math.min(to, size)) }
        : partsOf(where, unpack(parts, member, where, memory ?? MOST_UNPACKED));
    let sum = 0;
    for (let from = 0; from < size; from += CRC_PIECE)
      sum = crc32(storage.part(from, Math.min(from + CRC_PIECE, size)), sum);
    if (sum !== member.crc)
      throw dataError({
        where: { source: where },
        code: 'zip-crc',
        found: sum.toString(16).padStart(8, '0'),
        expected: member.crc.toString(16).padStart(8, '0'),
      });
    opened.set(key, storage);
    return storage;
  };
}

function numbersOf({ view, extent, where }: Opened, readStorage: ReadStorage, order: 'little' | 'big'): Tensor {
  const { dtype, type } = view.type;
  if (!dtype)
    throw dataError({ where: { source: where }, code: 'torch-type-unknown', found: type, expected: READ_TYPES });
  const storage = readStorage(view.storage.key, where);
  return tensor(view.shape, numbersOfView(storage, view, extent, where, order), { dtype });
}
