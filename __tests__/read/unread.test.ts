import { refuseUnread } from '../../src/read/unread.js';
import { readerFor } from '../../src/read/formats.js';
import { refusalOf, rejectionOf } from '../said.js';

const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

it.each([
  ['MATLAB level 5', 'MATLAB 5.0 MAT-file, Platform: GLNXA64', 'is a MATLAB file (.mat)'],
  ['MATLAB 7.3, which is HDF5', 'MATLAB 7.3 MAT-file, Platform: GLNXA64', 'is an HDF5 file'],
  ['HDF5', '\x89HDF\r\n\x1a\n', 'is an HDF5 file'],
  ['a pickle', '\x80\x04\x95\x1d', 'is a pickle of Python, and a pickle can run any code'],
  ['GGUF', 'GGUF\x03\0\0\0', 'is a GGUF file of llama.cpp'],
])('%s is named by its first bytes, whatever the file is called', async (_, head, why) => {
  expect(await rejectionOf(readerFor('data.bin', latin(head)))).toContain(`data.bin  ${why}`);
});

it('a level 4 file of MATLAB, which has no signature, is named by its ending', () => {
  expect(refusalOf(() => refuseUnread('data.MAT', Uint8Array.of(0, 0, 0, 0)))).toContain('is a MATLAB file');
});

it('text is refused under none of these names', () => {
  expect(() => refuseUnread('q.txt', latin('MATRIX\n1 2\n'))).not.toThrow();
});
