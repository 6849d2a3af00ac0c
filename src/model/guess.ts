import { exp } from '../core/index.js';
import type { Rows } from './rows.js';

/** A token that the model thinks of. */
export interface Guess {
  readonly id: number;
  readonly probability: number;
}

/** The most probable tokens of a row of logits: softmax, largest first. */
export function guesses({ columns, data }: Rows, row: number, count: number): Guess[] {
  const logits = data.subarray(row * columns, (row + 1) * columns);
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  const order: number[] = [];
  for (let id = 0; id < columns; id++) {
    total += exp(logits[id]! - most);
    // Kept in order, as long as the list is short.
    if (order.length === count && logits[id]! <= logits[order[count - 1]!]!) continue;
    let at = order.length;
    while (at > 0 && logits[order[at - 1]!]! < logits[id]!) at--;
    order.splice(at, 0, id);
    order.length = Math.min(order.length, count);
  }
  return order.map((id) => ({ id, probability: exp(logits[id]! - most) / total }));
}
