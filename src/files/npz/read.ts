import type { Tensor } from '../../core/index.js';
import { MOST_MEMORY, MOST_NUMBERS } from '../extent.js';
import { dataError, type FilesFault } from '../facts.js';
import { noSuchTensor } from '../no-such-tensor.js';
import { LONGEST_START } from '../npy/header.js';
import { npyArrayIn, npyExtent } from '../npy/read.js';
import { partsOf, type Parts } from '../parts.js';
import { refuse } from '../refuse.js';
import { shorten } from '../shorten.js';
import { refuseTight, unpack, unpackStart, zipMembers, type Member } from '../zip/members.js';
import { END, LOCAL } from '../zip/records.js';

const SUFFIX = '.npy';

/**
 * Most bytes unpacked from one archive, however many members share them: 2 GiB. Half a megabyte of zip can claim more
 * (https://en.wikipedia.org/wiki/Zip_bomb), and the ratio says nothing: a mask of zeros packs a thousandfold too.
 */
const MOST_BYTES = 8 * MOST_NUMBERS;

/** Below this a member is unpacked at once. */
const LARGE = 2 ** 20;

/** Whether a file begins like a zip: with a member or, in an empty archive, with the end record. @param head its first bytes */
export function isZip(head: Uint8Array): boolean {
  return [LOCAL, END].some(({ signature }) =>
    [0, 8, 16, 24].every((bits, n) => head[n] === ((signature >> bits) & 0xff)),
  );
}

/**
 * The arrays of an archive, by name. Names are only names, never paths.
 *
 * @param only the name of the one array to unpack; all by default
 * @param memory bytes of numbers that may be held; where nobody says it, arrays that are packed too tight are refused
 * @throws AttnError with all that is wrong with the archive or its arrays
 */
export function npzArrays(parts: Parts, only?: string, memory?: number): ReadonlyMap<string, Tensor> {
  const file = parts.name;
  const members = zipMembers(parts);
  checkNames(members, file);
  const names = members.map(arrayName);
  if (only && !names.includes(only)) throw noSuchTensor(only, names, { source: file });

  const tensors = new Map<string, Tensor>();
  let bytesLeft = MOST_BYTES;
  let numbersLeft = MOST_NUMBERS;
  let memoryLeft = memory ?? MOST_MEMORY;
  for (const member of members) {
    const name = arrayName(member);
    if (only && name !== only) continue;
    const where = `${file}#${shorten(name)}`;
    if (member.size > LARGE && member.size <= bytesLeft) {
      if (memory === undefined) refuseTight(member, where);
      // The header first: what it says must be the size of the member, and fit, before the rest is unpacked.
      npyExtent(unpackStart(parts, member, where, LONGEST_START), member.size, where, numbersLeft, memoryLeft);
    }
    const unpacked = unpack(parts, member, where, bytesLeft);
    const array = npyArrayIn(partsOf(where, unpacked), numbersLeft, memoryLeft);
    memoryLeft -= 8 * array.data.length;
    bytesLeft -= unpacked.length;
    numbersLeft -= array.data.length;
    tensors.set(name, array);
  }
  return tensors;
}

const arrayName = ({ name }: Member): string => name.slice(0, -SUFFIX.length);

function checkNames(members: readonly Member[], file: string): void {
  if (members.some(({ name }) => name.endsWith('/data.pkl') || name === 'data.pkl')) {
    throw dataError({ where: { source: file }, code: 'npz-pickle' });
  }
  const faults = members
    .filter(({ name }) => !name.endsWith(SUFFIX))
    .map(({ name }): FilesFault => ({ where: { source: file }, code: 'npz-member-type', name: shorten(name) }));
  if (faults.length > 0) throw refuse(faults);
}
