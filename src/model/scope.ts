import type { Weights } from './weights.js';

/** The name of a tensor that belongs to no layer: in front of the stack, or further out. @param root `model.decoder.` */
export function outside(weights: Weights, root: string, pattern: RegExp): string | undefined {
  const words = root.split('.').filter((word) => word !== '');
  for (let count = words.length; count >= 0; count--) {
    const scope = words
      .slice(0, count)
      .map((word) => `${word}.`)
      .join('');
    const found = weights.names.find((name) => name.startsWith(scope) && pattern.test(name.slice(scope.length)));
    if (found !== undefined) return found;
  }
  return undefined;
}
