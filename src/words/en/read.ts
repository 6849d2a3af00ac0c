import type { PrintedBy, ReadFacts } from '../../read/facts.js';
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
  'let-form': ({ found }, { option }) => ({
    what: `expected NAME=SRC, found "${found}"`,
    fix: `for example ${option('let', 'table=rel.npy')}; a name has letters, digits and _`,
  }),
  'let-name-taken': ({ name }) => ({
    what: `${name} means something in expressions already`,
    fix: `choose another name: ${name}_table`,
  }),
  'let-name-twice': ({ name }) => ({ what: `${name} is given twice`, fix: 'choose another name for one of them' }),
  'let-unused': ({ names }, { option }) => ({
    what: `no expression names ${names.join(', ')}`,
    fix: `write ${names[0]}[…] in ${option('bias')}, ${option('mask')}, ${option('score-mod')} or ${option('scale')}, or leave ${option('let')} out`,
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
  'printed-elided': ({ found, program }) => ({
    what: `values are left out of this printout (${found})`,
    fix: `print it whole: ${WHOLE[program]}`,
  }),
  'printed-code': ({ found }) => ({
    what: `this is code, and nothing is run: ${found}`,
    fix: 'paste the numbers that it prints',
  }),
  'printed-no-values': ({ found }) => ({
    what: `there are no numbers in ${found}`,
    fix: 'print the values, for example with .numpy()',
  }),
  'printed-not-closed': ({ found }) => ({
    what: `the ${found} that opens here is never closed`,
    fix: 'copy the printout to its end',
  }),
  'printed-unexpected': ({ found }) => `found ${found} where a number is expected`,
  'printed-mixed-separators': () => ({
    what: 'some cells are separated by commas, others by blanks',
    fix: 'put commas between all cells, or between none',
  }),
  'printed-mixed-depth': () => ({
    what: 'a number stands beside a list of numbers',
    fix: 'nest all rows equally deep',
  }),
  'printed-row-length': ({ row, found, expected }) => ({
    what: `row ${row} has ${found} ${found === 1 ? 'cell' : 'cells'}, the rows before it have ${expected}`,
    fix: 'make all rows equally long',
  }),
  'printed-axes': ({ found, most }) => ({
    what: `found ${found} axes; expected at most ${most}: (batch, heads, length, size)`,
    fix: 'give a part of it',
  }),
  'printed-empty': () => 'expected numbers, found none',
};

/** How each program prints all values. */
const WHOLE: Readonly<Record<PrintedBy, string>> = {
  numpy: 'np.set_printoptions(threshold=sys.maxsize)',
  torch: 'torch.set_printoptions(profile="full")',
  tensorflow: 'np.set_printoptions(threshold=sys.maxsize), print(x.numpy())',
  jax: 'np.set_printoptions(threshold=sys.maxsize)',
  julia: 'show(stdout, "text/plain", x)',
  r: 'options(max.print = 1e9)',
  pandas: 'print(df.to_csv())',
  latex: 'write every cell',
  any: 'np.set_printoptions(threshold=sys.maxsize) or torch.set_printoptions(profile="full")',
};
