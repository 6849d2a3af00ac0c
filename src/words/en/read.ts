import type { ReadFacts } from '../../read/facts.js';
import type { Sentences } from '../sentence.js';

export const read: Sentences<ReadFacts> = {
  'sentence-too-long': ({ found, most }) => ({
    what: `the sentence has ${found} characters; at most ${most} are read`,
    fix: 'give one sentence, not a book',
  }),
  'delimiter-unknown': ({ found }, { option }) =>
    `${option('delimiter')}: expected comma, semicolon, tab or blank, found "${found}"`,
  'delimiter-is-decimal-sign': (_, { option }) => ({
    what: 'the comma cannot be both the decimal sign and the delimiter',
    fix: option('delimiter', '";"'),
  }),
  'stdin-not-here': () => ({ what: 'stdin cannot be read here', fix: 'name a file' }),
  'source-empty': () => ({ what: 'expected a file or a literal, found nothing', fix: "'[1 0; 0 1]', or a path" }),
  'is-folder': () => ({ what: 'is a folder; expected a file', fix: 'name a file in it' }),
  'file-shrank': ({ bytes }) => ({
    what: `became shorter while it was read: it ends at byte ${bytes}`,
    fix: 'try again when it is written',
  }),
  'file-too-large': ({ most }) => ({
    what: `holds more than ${most} bytes, the most that is read`,
    fix: 'cut it into smaller files',
  }),
  'permission-denied': () => ({
    what: 'may not be read: permission denied',
    fix: 'change its permissions, or copy it',
  }),
  'file-name-too-long': () => ({ what: 'no file can have so long a name', fix: 'a literal begins with [' }),
  'file-name-nul': () => 'no file name can hold a NUL character',
  'file-unreadable': ({ reason }) => `cannot be read: ${reason}`,
  'no-such-folder': ({ folder }) => `no such file: there is no folder ${folder}`,
  'no-such-file': ({ near }) => ({
    what: 'no such file',
    ...(near !== undefined && { fix: `did you mean ${near}?` }),
  }),
};
