import { extname } from 'node:path';
import { dataError } from './facts.js';

/** Formats that people have and that are not read: they are named, with the line that converts them. */
export type UnreadFormat = 'mat' | 'hdf5' | 'pickle' | 'gguf';

const starts = (head: Uint8Array, text: string): boolean =>
  Buffer.from(head.subarray(0, text.length)).toString('latin1') === text;

/** How each is known: by its first bytes, or by its name where they say nothing. */
const UNREAD: Readonly<
  Record<UnreadFormat, { readonly extensions: readonly string[]; readonly sniff: (head: Uint8Array) => boolean }>
> = {
  // Level 5 begins with a text; level 4 has no signature; 7.3 is HDF5 behind a text of its own.
  mat: { extensions: ['.mat'], sniff: (head) => starts(head, 'MATLAB ') && !starts(head, 'MATLAB 7.3') },
  hdf5: {
    extensions: ['.h5', '.hdf5'],
    sniff: (head) => starts(head, '\x89HDF\r\n\x1a\n') || starts(head, 'MATLAB 7.3'),
  },
  pickle: {
    extensions: ['.pkl', '.pickle', '.joblib'],
    sniff: (head) => head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5,
  },
  gguf: { extensions: ['.gguf'], sniff: (head) => starts(head, 'GGUF') },
};

/**
 * Refuses bytes of a format that is known and not read.
 *
 * @param name of the file
 * @param head its first bytes
 * @throws AttnError with the line that converts them
 */
export function refuseUnread(name: string, head: Uint8Array): void {
  const all = Object.entries(UNREAD) as [UnreadFormat, (typeof UNREAD)[UnreadFormat]][];
  const extension = extname(name).toLowerCase();
  const found =
    all.find(([, { sniff }]) => sniff(head)) ?? all.find(([, { extensions }]) => extensions.includes(extension));
  if (found) throw dataError({ where: { source: name }, code: 'format-not-read', format: found[0] });
}
