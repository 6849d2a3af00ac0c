import type { AttnError } from '../core/error.js';
import { sayFault, type SaidFault } from '../words/index.js';
import { messageLines, safeMessage, type MessageLook } from './message.js';

/** More faults than this are counted, not shown. */
const MOST = 20;

/**
 * The text of an error: at most three lines a fault, in the form
 *
 *     attn: k.json:3:9  expected a number, found "0,5"
 *       row 3 of K is  [1, 0, "0,5", 1]
 *       try: use a decimal point (0.5), or --decimal comma for CSV
 *
 * All text from outside is escaped here, in one place. Details are not wrapped: a caret or a drawing in
 * them must stay aligned with the line above.
 */
export function failureText(error: AttnError, look: MessageLook): string {
  // A reader that stopped counting adds one fault that says how many more there are.
  const most = error.faults.length === MOST + 1 ? MOST + 1 : MOST;
  const shown = error.faults.slice(0, most).map((fault) => faultText(sayFault(fault), look));
  const more = error.faults.length - most;
  return shown.join('') + (more > 0 ? `attn: and ${more} more\n` : '');
}

function faultText({ where, what, detail, fix }: SaidFault, look: MessageLook): string {
  const details = detail === undefined ? [] : typeof detail === 'string' ? [detail] : detail;
  return [
    messageLines('attn: ', where ? `${where}  ${what}` : what, look),
    ...details.map((line) => `  ${safeMessage(line, look.unicode)}\n`),
    ...(fix ? [messageLines('  try: ', fix, look)] : []),
  ].join('');
}

/** A system error as an error message of attn. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  const known: Readonly<Record<string, string>> = {
    ENOSPC: 'no space left on device',
    EACCES: 'permission denied',
    ENOENT: 'no such file or directory',
    EISDIR: 'it is a directory',
    EROFS: 'read-only file system',
    EIO: 'input/output error',
    EFBIG: 'file too large',
    EDQUOT: 'disk quota exceeded',
    ENOTDIR: 'not a directory',
    EEXIST: 'it exists already',
    EPERM: 'operation not permitted',
    ELOOP: 'too many symbolic links',
    ENAMETOOLONG: 'name too long',
    ENXIO: 'no such device or address',
  };
  return known[error.code ?? ''] ?? error.message;
}
