import { crc32, deflateRawSync } from 'node:zlib';
import { matrix } from '../../src/core/tensor.js';
import { npzReader } from '../../src/read/npz.js';
import type { Document } from '../../src/read/document.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { ascii, joined, npyBytes, outcome, zipBytes, type ZipPart } from './build-binary.js';

const data = Object.freeze({ q: encodeNpy(matrix([[1, 2]])), k: encodeNpy(matrix([[3], [4]])) });
const q: ZipPart = Object.freeze({ name: 'q.npy', data: data.q });
const k: ZipPart = Object.freeze({ name: 'k.npy', data: data.k });

/** CRC and both sizes, as they stand behind the data of a streamed member. */
const descriptor = (crc: number, size: number, wide = false): Uint8Array =>
  joined(
    new Uint8Array(Uint32Array.of(crc).buffer),
    new Uint8Array(wide ? BigUint64Array.of(BigInt(size), BigInt(size)).buffer : Uint32Array.of(size, size).buffer),
  );

const read = (parts: readonly ZipPart[], end?: Parameters<typeof zipBytes>[1]): Promise<Document | string> =>
  outcome(npzReader, zipBytes(parts, end));

const numbers = (document: Document | string): Record<string, number[]> => {
  if (typeof document === 'string') throw new Error(document);
  return Object.fromEntries([...document.tensors].map(([name, { data: own }]) => [name, [...own]]));
};

it('npz reads stored and deflated members', async () => {
  expect(numbers(await read([q, { ...k, deflate: true }]))).toEqual({ q: [1, 2], k: [3, 4] });
});

it('npz reads members listed in another order than they lie', async () => {
  const file = zipBytes([q, k]);
  const start = new DataView(file.buffer, file.byteOffset).getUint32(file.length - 6, true);
  const entry = 46 + 'q.npy'.length;
  const swapped = joined(
    file.subarray(0, start),
    file.subarray(start + entry, start + 2 * entry),
    file.subarray(start, start + entry),
    file.subarray(-22),
  );
  expect(Object.keys(numbers(await outcome(npzReader, swapped)))).toEqual(['k', 'q']);
});

it('npz with `only` unpacks that member alone; damage inside another one is not met', async () => {
  const broken: ZipPart = { ...k, deflate: true, claim: { crc: 1 } };
  const file = zipBytes([q, broken]);
  expect(numbers(await outcome(npzReader, file, { only: 'q' }))).toEqual({ q: [1, 2] });
  expect(await outcome(npzReader, file)).toContain('file#k  is damaged');
});

it('npz with `only` still checks the headers of the others', async () => {
  expect(await outcome(npzReader, zipBytes([q, { ...k, local: { name: 'x.npy' } }]), { only: 'q' })).toContain(
    'its own header names it "x.npy"',
  );
});

it('npz keeps names as names: paths and __proto__ are keys like any other', async () => {
  const names = ['../../etc/passwd', '/q', '__proto__', 'C:\\q', 'mèo'];
  const document = await read(names.map((name) => ({ name: `${name}.npy`, data: data.q })));
  expect(typeof document === 'string' ? document : [...document.tensors.keys()]).toEqual(names);
});

it('npz reads a member streamed with its sizes behind the data: 32 or 64 bits, with or without a signature', async () => {
  const claim = { flags: 8, packedSize: data.q.length };
  const [sum, size] = [crc32(data.q), data.q.length];
  const signature = ascii('PK\x07\x08');
  for (const sizes of [descriptor(sum, size), descriptor(sum, size, true)]) {
    expect(numbers(await read([{ ...q, claim, hidden: sizes }, k]))).toEqual({ q: [1, 2], k: [3, 4] });
    expect(numbers(await read([{ ...q, claim, hidden: joined(signature, sizes) }, k]))).toEqual({
      q: [1, 2],
      k: [3, 4],
    });
  }
});

it('npz reads an archive of no arrays', async () => {
  expect(numbers(await read([]))).toEqual({});
});

describe('npz refuses an archive that', () => {
  it('does not hold the array asked for, and names those it holds', async () => {
    await expect(npzReader.read({ name: 'file', bytes: zipBytes([q, k]) }, { only: 'x' })).rejects.toMatchObject({
      faults: [{ code: 'no-such-tensor', name: 'x', names: ['q', 'k'] }],
    });
  });

  it('is cut off after any number of bytes', async () => {
    const file = zipBytes([q]);
    for (let length = 0; length < file.length; length++) {
      expect(await outcome(npzReader, file.subarray(0, length))).toMatch(/is no zip archive, or is cut off/);
    }
  });

  it('goes on after its end', async () => {
    expect(await read([q], { tail: ascii('<script>') })).toContain('8 bytes follow the end of the archive');
  });

  it('begins with something else', async () => {
    const text = await read([{ ...q, before: ascii('#!/bin/sh\n') }]);
    expect(text).toContain('10 bytes before it belong to no member');
  });

  it('hides bytes between two members', async () => {
    expect(await read([q, { ...k, before: ascii('hidden') }])).toBe(
      'file#k.npy  6 bytes before it belong to no member',
    );
  });

  it('hides bytes between its last member and its directory', async () => {
    expect(await read([q], { gap: ascii('hidden') })).toBe(
      'file  6 bytes before the directory of the archive belong to no member',
    );
  });

  it('has an entry that ends outside of its directory', async () => {
    const file = zipBytes([q]);
    file[file.length - 22 - 'q.npy'.length - 46 + 32] = 9; // the length of a comment that is not there
    expect(await outcome(npzReader, file)).toBe('file  entry 1 of 1 of the directory is damaged: it ends outside it');
  });

  it('hides bytes behind the end of deflated data', async () => {
    expect(await read([{ ...q, deflate: true, hidden: ascii('hidden') }])).toContain(
      '6 bytes follow the end of its packed data',
    );
  });

  it('has a directory that does not end where its end record begins', async () => {
    expect(await read([q], { length: 50 })).toContain('its directory should end at byte');
    expect(await read([q], { start: 0 })).toContain('its directory should end at byte');
  });

  it('lists fewer or more members than its directory has', async () => {
    expect(await read([q, k], { count: 1 })).toContain('belong to none');
    expect(await read([q], { count: 2 })).toContain('entry 2 of 2 of the directory is damaged');
  });

  it('holds two members of one name', async () => {
    expect(await read([q, { ...k, name: 'q.npy' }])).toBe('file#q.npy  appears twice in the archive');
  });

  it('has two members that share their data', async () => {
    expect(await read([q, { ...q, name: 'k.npy', claim: { offset: 0 } }])).toContain('overlaps the member before it');
  });

  it('names a member differently before its data', async () => {
    expect(await read([{ ...q, local: { name: 'v.npy' } }])).toBe('file#q.npy  its own header names it "v.npy"');
  });

  it.each([
    ['size', { size: 7 }, 'its own header says 7 bytes'],
    ['packed size', { packedSize: 7 }, '(7 packed)'],
    ['CRC-32', { crc: 7 }, 'its own header has another CRC-32'],
    ['packing', { method: 8 }, 'its own header names another packing'],
  ])('gives another %s before the data than in the directory', async (_, local, said) => {
    expect(await read([{ ...q, local }])).toContain(said);
  });

  it.each([0x01, 0x40, 0x41])('is encrypted (flags %d)', async (flags) => {
    expect(await read([{ ...q, claim: { flags } }])).toContain('is encrypted');
    expect(await read([{ ...q, claim: { flags }, local: { flags: 0 } }])).toBe('file#q.npy  is encrypted');
    expect(await read([{ ...q, local: { flags } }])).toBe('file#q.npy  is encrypted by its own header');
  });

  it.each([1, 9, 12, 14, 93, 99])('is packed by method %d', async (method) => {
    expect(await read([{ ...q, claim: { method } }])).toContain(`is packed by method ${method}`);
  });

  it('is damaged: one bit of the data changed', async () => {
    const file = zipBytes([q]);
    const last = 30 + 'q.npy'.length + data.q.length - 1;
    file[last] = (file[last] as number) ^ 1;
    expect(await outcome(npzReader, file)).toMatch(
      /file#q {2}is damaged: its CRC-32 is [0-9a-f]{8}, the archive says [0-9a-f]{8}/,
    );
  });

  it('is damaged inside its deflated data', async () => {
    const packed = deflateRawSync(data.q).fill(0xff, 0, 4);
    expect(await read([{ name: 'q.npy', data: packed, claim: { method: 8, size: data.q.length } }])).toContain(
      'its packed data is damaged',
    );
  });

  it('ends inside its deflated data', async () => {
    const packed = deflateRawSync(data.q).subarray(0, 10);
    expect(await read([{ name: 'q.npy', data: packed, claim: { method: 8, size: data.q.length } }])).toContain(
      'its packed data is damaged',
    );
  });

  it('unpacks to more than it says: a bomb stops at the size it claimed', async () => {
    const zeros = new Uint8Array(2 ** 24);
    expect(await read([{ name: 'q.npy', data: zeros, deflate: true, claim: { size: 100 } }])).toContain(
      'unpacks to more than the 100 bytes',
    );
  });

  it('unpacks to less than it says', async () => {
    expect(await read([{ ...q, deflate: true, claim: { size: 100_000 } }])).toContain(
      `unpacks to ${data.q.length} bytes, the archive says 100000`,
    );
    expect(await read([{ ...q, claim: { size: 100_000 } }])).toContain('unpacks to 144 bytes, the archive says 100000');
  });

  it('says that it unpacks to more than 2 GiB', async () => {
    expect(await read([{ ...q, deflate: true, claim: { size: 0xfffffffe } }])).toContain('unpacks to 4294967294 bytes');
  });

  it('says that a member ends outside of the file', async () => {
    expect(await read([{ ...q, claim: { packedSize: 5000 } }])).toContain('its data should end at byte');
    expect(await read([{ ...q, claim: { packedSize: 0xffffffff } }])).toContain('its data should end at byte');
  });

  it('points to a place where no member begins', async () => {
    expect(await read([{ ...q, claim: { offset: 3 } }])).toContain('no member begins at byte 3');
    expect(await read([{ ...q, claim: { offset: 0xffffffff } }])).toContain('no member begins at byte');
  });

  it('is split over several files', async () => {
    expect(await read([q], { disk: 1 })).toContain('split over several files');
  });

  it('holds more than 10,000 members', async () => {
    expect(await read([q], { count: 10_001 })).toContain('holds 10001 members');
  });

  it('has one end record that leaves its count to another, which is not there', async () => {
    expect(await read([q], { count: 0xffff })).toContain('end records of the zip64 archive do not agree');
  });

  it('has a name that is not UTF-8', async () => {
    expect(await read([{ ...q, claim: { nameBytes: Uint8Array.of(0xff, 0xfe) } }])).toContain('is not UTF-8');
  });

  it('streams a member without its sizes behind the data', async () => {
    const claim = { flags: 8, packedSize: data.q.length };
    expect(await read([{ ...q, claim }])).toContain('the sizes behind its data are missing');
    const sizes = descriptor(crc32(data.q), data.q.length);
    expect(await read([{ ...q, claim, hidden: joined(ascii('junk'), sizes) }])).toContain(
      'the sizes behind its data are missing',
    );
    expect(await read([{ ...q, claim, hidden: descriptor(crc32(data.q), 7) }])).toContain(
      'the sizes behind its data are missing',
    );
    expect(await read([{ ...q, claim, hidden: descriptor(7, data.q.length) }])).toContain(
      'the sizes behind its data are missing',
    );
  });

  it('holds something else than arrays', async () => {
    expect(await read([q, { name: 'readme.txt', data: ascii('hello') }])).toContain(
      'its member "readme.txt" is no .npy file',
    );
  });

  it('is a PyTorch checkpoint', async () => {
    expect(await read([{ name: 'archive/data.pkl', data: ascii('x') }])).toContain('is a PyTorch checkpoint');
  });

  it('holds a pickle in a member, naming the member', async () => {
    const pickle = npyBytes(
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
      Uint8Array.of(0x80, 4, 0x4e, 0x2e),
    );
    expect(await read([q, { name: 'k.npy', data: pickle }])).toContain('file#k  "descr" is "|O"');
  });

  it('has more than twenty faults: twenty are told, the others counted', async () => {
    const parts = Array.from({ length: 25 }, (_, n) => ({ name: `${n}.npy`, data: data.q, claim: { method: 9 } }));
    const text = await read(parts);
    expect(String(text).split('\n')).toHaveLength(21);
    expect(text).toMatch(/and 5 more problems/);
  });
});

it('npz knows its files by PK and the kind of the first record', () => {
  expect(npzReader.sniff(zipBytes([q]))).toBe(true);
  expect(npzReader.sniff(zipBytes([]))).toBe(true);
  expect(npzReader.sniff(ascii('PK'))).toBe(false);
});
