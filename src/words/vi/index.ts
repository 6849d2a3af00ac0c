import type { PlaceWords } from '../sentence.js';
import { commands } from './commands.js';
import { core } from './core.js';
import { files } from './files.js';
import { read } from './read.js';
import { trace } from './trace.js';

/** Every fact of the program in Vietnamese. */
export const facts = { ...core, ...files, ...read, ...trace, ...commands };

export const place: PlaceWords = {
  line: (number) => `dòng ${number}`,
  column: (number) => `cột ${number}`,
  problem: (number, of) => `bài toán ${number}/${of}`,
  excerptOf: ({ line, row, block, title }) => {
    if (line !== undefined) return `dòng ${line} là`;
    if (title === undefined) return '';
    const name = title === '' ? 'ma trận' : title;
    if (row !== undefined) return `hàng ${row} của ${name} là`;
    return block === undefined ? `${name} là` : `khối ${block} của ${name} là`;
  },
};
