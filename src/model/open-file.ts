import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Parts } from '../files/index.js';
import { dataError } from './facts.js';

/** A file whose parts are read when they are asked for. */
export interface OpenFile extends Parts {
  /** Fills `into` with the bytes from `start` on. @throws AttnError when the file ends before */
  readonly fill: (into: Uint8Array, start: number) => void;
  readonly close: () => void;
}

/** Linux reads no more than 2 GiB at once. */
const MOST_AT_ONCE = 2 ** 30;

/** Is there an ordinary file of that name? A pipe would wait for ever for somebody to write. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @throws AttnError when it cannot be read */
export function openFile(path: string): OpenFile {
  try {
    const { size } = statSync(path);
    const file = openSync(path, 'r');
    const fill = (into: Uint8Array, start: number): void => {
      let length = 0;
      while (length < into.length) {
        const got = readSync(file, into, length, Math.min(into.length - length, MOST_AT_ONCE), start + length);
        if (got === 0) throw dataError({ code: 'model-file-shrank', where: { source: path }, bytes: start + length });
        length += got;
      }
    };
    const part = (start: number, end: number): Uint8Array => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - Math.max(0, start)));
      fill(bytes, Math.max(0, start));
      return bytes;
    };
    return { name: path, size, part, fill, close: () => closeSync(file) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw dataError({ code: 'model-file-unreadable', where: { source: path }, reason: message.replace(/,.*/, '') });
  }
}

/** A text that is small enough. @throws AttnError */
export function readText(path: string, most: number): string {
  const file = openFile(path);
  try {
    if (file.size > most)
      throw dataError({ code: 'model-file-too-large', where: { source: path }, found: file.size, most });
    return Buffer.from(file.part(0, file.size)).toString('utf8');
  } finally {
    file.close();
  }
}

/** A JSON object that is small enough. @throws AttnError */
export function readObject(path: string, most: number): Readonly<Record<string, unknown>> {
  const text = readText(path, most);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    throw dataError({ code: 'model-json', where: { source: path }, reason: 'no object' });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw dataError({ code: 'model-json', where: { source: path }, reason: error.message });
  }
}
