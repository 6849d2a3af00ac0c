/** Memory: `1.5 GB`, `20 MB`, `12 kB`; rounded up below a gigabyte, because it is what is needed. */
export function memoryText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}

/** A file: `12.4 kB`, `3.1 MB`; below a kilobyte with the word for bytes. */
export function fileSizeText(bytes: number, word = 'bytes'): string {
  if (bytes < 1000) return `${bytes} ${word}`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
