import { LOCAL } from '../zip/records.js';
import { isZip } from '../npz/read.js';

/** torch.save before 1.6 wrote pickles one after the other; the first is this number: protocol 2, LONG1 of 10 bytes. */
const OLD_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Whether a file begins like one of torch.save before PyTorch 1.6. @param head its first bytes */
export function isOldTorch(head: Uint8Array): boolean {
  return OLD_MAGIC.every((byte, n) => head[n] === byte);
}

/** Whether a file begins like one of torch.save, in either form. @param head its first bytes */
export function isTorch(head: Uint8Array): boolean {
  if (isOldTorch(head)) return true;
  if (!isZip(head)) return false;
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  const name = Buffer.from(head.subarray(LOCAL.length, LOCAL.length + length)).toString('latin1');
  return /^[^/]+\/(data\.pkl|data\/\d+|version|byteorder|\.format_version|\.storage_alignment|constants\.pkl)$/.test(
    name,
  );
}
