import { dataError, type FilesFault } from '../facts.js';
import { shorten } from '../shorten.js';
import { LONGEST_PICKLE, MOST_KEPT, MOST_OBJECTS, MOST_STEPS } from './limits.js';
import { PickleBytes } from './bytes.js';
import { STEPS } from './steps.js';
import type { AllowList, PickleDict, PickleKey, PickleKnown, PickleList, PickleValue } from './values.js';

/**
 * The value of a pickle. A pickle is a program; of its instructions only those are followed that build numbers, text, lists and
 * dicts, and it can call nothing but what the allow-list makes itself. No code of the file is ever run.
 * https://docs.python.org/3/library/pickletools.html
 *
 * @param where the file, for the error message
 * @throws AttnError for any name that is not allowed, with that name, and for whatever is no sound pickle
 */
export function readPickle<Made>(bytes: Uint8Array, where: string, allow: AllowList<Made>): PickleValue<Made> {
  const stop: Stop = (fault) => {
    throw dataError({ where: { source: where }, ...fault });
  };
  if (bytes.length > LONGEST_PICKLE) stop({ code: 'pickle-too-long', found: bytes.length, most: LONGEST_PICKLE });
  const machine = new PickleMachine(new PickleBytes(bytes, stop), allow, stop);
  for (let steps = 1; ; steps++) {
    if (steps > MOST_STEPS) stop({ code: 'pickle-too-many', of: 'steps', most: MOST_STEPS });
    const at = machine.from.at;
    const code = machine.from.byte();
    if (code === STOP) break;
    const step = STEPS.get(code);
    if (!step) return stop({ code: 'pickle-step-unknown', found: code.toString(16).padStart(2, '0'), byte: at + 1 });
    step(machine as PickleMachine<unknown>);
  }
  const rest = bytes.length - machine.from.at;
  if (rest > 0) stop({ code: 'pickle-rest', bytes: rest });
  return machine.pop();
}

export type Stop = (fault: FilesFault) => never;

/** `.` */
const STOP = 0x2e;

/** The stack, the marks on it and the values kept by number, while a pickle is read. */
export class PickleMachine<Made> {
  readonly from: PickleBytes;
  readonly stop: Stop;
  private readonly allow: AllowList<Made>;
  private readonly stack: PickleValue<Made>[] = [];
  private readonly marks: number[] = [];
  private readonly kept = new Map<number, PickleValue<Made>>();
  private objects = 0;

  constructor(from: PickleBytes, allow: AllowList<Made>, stop: Stop) {
    this.from = from;
    this.allow = allow;
    this.stop = stop;
  }

  push(value: PickleValue<Made>): void {
    this.stack.push(value);
  }

  pop(): PickleValue<Made> {
    const floor = this.marks.at(-1) ?? 0;
    if (this.stack.length <= floor) return this.stop({ code: 'pickle-stack', byte: this.from.at });
    return this.stack.pop()!;
  }

  top(): PickleValue<Made> {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** All that was pushed since the last mark. */
  sinceMark(): PickleValue<Made>[] {
    const from = this.marks.pop();
    if (from === undefined) return this.stop({ code: 'pickle-stack', byte: this.from.at });
    return this.stack.splice(from);
  }

  /** Python's POP takes a mark off, too, where one lies on top. */
  drop(): void {
    if (this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  keep(index: number = this.kept.size): void {
    if (this.kept.size >= MOST_KEPT) this.stop({ code: 'pickle-too-many', of: 'kept', most: MOST_KEPT });
    this.kept.set(index, this.top());
  }

  again(index: number): void {
    const value = this.kept.get(index);
    if (value === undefined) return this.stop({ code: 'pickle-kept', found: index, byte: this.from.at });
    this.push(value);
  }

  list(kind: PickleList<Made>['kind'], items: PickleValue<Made>[]): void {
    this.push(this.counted({ kind, items }));
  }

  dict(pairs: readonly PickleValue<Made>[]): void {
    this.push(this.counted({ kind: 'dict' }));
    this.setItems(pairs);
  }

  append(items: readonly PickleValue<Made>[], kind: 'list' | 'set'): void {
    const list = this.top() as Partial<PickleList<Made>> | null;
    if (typeof list !== 'object' || list?.kind !== kind) return this.target(kind);
    for (const item of items) list.items!.push(item);
  }

  setItems(pairs: readonly PickleValue<Made>[]): void {
    const dict = this.top() as Partial<PickleDict<Made>> | null;
    if (typeof dict !== 'object' || dict?.kind !== 'dict') return this.target('dict');
    if (pairs.length % 2 !== 0) return this.stop({ code: 'pickle-stack', byte: this.from.at });
    if (pairs.length > 0) dict.entries ??= new Map();
    for (let n = 0; n < pairs.length; n += 2) {
      const key = pairs[n]!;
      if (isKey(key)) dict.entries!.set(key, pairs[n + 1]!);
    }
  }

  private target(expected: 'list' | 'set' | 'dict'): never {
    return this.stop({ code: 'pickle-target', expected, byte: this.from.at });
  }

  global(name: string): void {
    const known = this.allow.global(name);
    if (!known) return this.stop({ code: 'pickle-global', name: shorten(name) });
    this.push(this.counted({ kind: 'global', name, known }));
  }

  call(): void {
    const args = this.pop() as Partial<PickleList<Made>> | null;
    const called = this.pop() as { kind?: string; name?: string; known?: PickleKnown<Made> } | null;
    if (typeof called !== 'object' || called?.kind !== 'global')
      return this.stop({ code: 'pickle-target', expected: 'function', byte: this.from.at });
    const items = typeof args === 'object' && args?.kind === 'tuple' ? args.items! : undefined;
    const made = items && called.known!.call?.(items);
    if (made === undefined) return this.stop({ code: 'pickle-call', name: called.name!, byte: this.from.at });
    this.push(this.counted(made));
  }

  /** The state that Python would set on an object: of a dict its attributes, which are no part of it as a dict. */
  build(): void {
    this.pop();
    const target = this.top() as { kind?: string } | null;
    if (typeof target !== 'object' || (target?.kind !== 'dict' && target?.kind !== 'made')) this.target('dict');
  }

  persistent(): void {
    const found = this.allow.persistent(this.pop());
    if (found === undefined) return this.stop({ code: 'pickle-persistent', byte: this.from.at });
    this.push(this.counted(found));
  }

  private counted<Value extends PickleValue<Made>>(value: Value): Value {
    if (typeof value === 'object' && ++this.objects > MOST_OBJECTS)
      this.stop({ code: 'pickle-too-many', of: 'objects', most: MOST_OBJECTS });
    return value;
  }
}

function isKey(value: unknown): value is PickleKey {
  return value === null || typeof value !== 'object';
}
