import type { PickleMachine } from './read.js';
import { utf8 } from '../utf8.js';

type Step = (machine: PickleMachine<unknown>) => void;

const HIGHEST_PROTOCOL = 5;

const latin1 = (bytes: Uint8Array): string => utf8(bytes) ?? Buffer.from(bytes).toString('latin1');

/** Protocol 0 quotes its text; nothing but plain characters is read there. */
function quoted(machine: PickleMachine<unknown>): string {
  const byte = machine.from.at + 1;
  const line = machine.from.line();
  const text = /^'([^'\\]*)'$|^"([^"\\]*)"$/.exec(line);
  return text ? (text[1] ?? text[2]!) : machine.stop({ code: 'pickle-text', byte });
}

function globalOnStack(machine: PickleMachine<unknown>): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string')
    return machine.stop({ code: 'pickle-target', expected: 'name', byte: machine.from.at });
  machine.global(`${module}.${name}`);
}

function popped(machine: PickleMachine<unknown>, count: number): ReturnType<PickleMachine<unknown>['pop']>[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

/**
 * The instructions that are followed, by their bytes. Absent are those that make objects of classes in other ways (INST, OBJ, EXT,
 * NEWOBJ_EX) and buffers outside the file.
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
const BY_LETTER: Readonly<Record<string, Step>> = {
  '\x80': (machine) => {
    const found = machine.from.byte();
    if (found > HIGHEST_PROTOCOL) machine.stop({ code: 'pickle-protocol', found, most: HIGHEST_PROTOCOL });
  },
  '\x95': ({ from }) => void from.uint64(), // FRAME

  // Numbers and text.
  N: (machine) => machine.push(null),
  '\x88': (machine) => machine.push(true),
  '\x89': (machine) => machine.push(false),
  K: (machine) => machine.push(machine.from.byte()),
  M: (machine) => machine.push(machine.from.uint16()),
  J: (machine) => machine.push(machine.from.int32()),
  '\x8a': (machine) => machine.push(machine.from.integer(machine.from.byte())),
  '\x8b': (machine) => machine.push(machine.from.integer(machine.from.uint32())),
  I: (machine) => machine.push(machine.from.decimalOrTruth()),
  L: (machine) => machine.push(machine.from.decimal()),
  G: (machine) => machine.push(machine.from.float64()),
  X: (machine) => machine.push(machine.from.text(machine.from.uint32())),
  '\x8c': (machine) => machine.push(machine.from.text(machine.from.byte())),
  '\x8d': (machine) => machine.push(machine.from.text(machine.from.uint64())),
  V: (machine) => machine.push(machine.from.line()),
  S: (machine) => machine.push(quoted(machine)),
  T: (machine) => machine.push(latin1(machine.from.part(machine.from.uint32()))),
  U: (machine) => machine.push(latin1(machine.from.part(machine.from.byte()))),
  B: (machine) => machine.push(machine.from.part(machine.from.uint32())),
  C: (machine) => machine.push(machine.from.part(machine.from.byte())),
  '\x8e': (machine) => machine.push(machine.from.part(machine.from.uint64())),
  '\x96': (machine) => machine.push(machine.from.part(machine.from.uint64())),

  // Lists, tuples, sets and dicts.
  '(': (machine) => machine.mark(),
  ']': (machine) => machine.list('list', []),
  l: (machine) => machine.list('list', machine.sinceMark()),
  a: (machine) => machine.append([machine.pop()], 'list'),
  e: (machine) => machine.append(machine.sinceMark(), 'list'),
  ')': (machine) => machine.list('tuple', []),
  t: (machine) => machine.list('tuple', machine.sinceMark()),
  '\x85': (machine) => machine.list('tuple', popped(machine, 1)),
  '\x86': (machine) => machine.list('tuple', popped(machine, 2)),
  '\x87': (machine) => machine.list('tuple', popped(machine, 3)),
  '\x8f': (machine) => machine.list('set', []),
  '\x90': (machine) => machine.append(machine.sinceMark(), 'set'),
  '\x91': (machine) => machine.list('set', machine.sinceMark()),
  '}': (machine) => machine.dict([]),
  d: (machine) => machine.dict(machine.sinceMark()),
  s: (machine) => machine.setItems(popped(machine, 2)),
  u: (machine) => machine.setItems(machine.sinceMark()),

  // The stack, and values kept by number.
  '0': (machine) => machine.drop(),
  '1': (machine) => void machine.sinceMark(),
  '2': (machine) => machine.push(machine.top()),
  q: (machine) => machine.keep(machine.from.byte()),
  r: (machine) => machine.keep(machine.from.uint32()),
  p: (machine) => machine.keep(Number(machine.from.decimal())),
  '\x94': (machine) => machine.keep(),
  h: (machine) => machine.again(machine.from.byte()),
  j: (machine) => machine.again(machine.from.uint32()),
  g: (machine) => machine.again(Number(machine.from.decimal())),

  // Names of Python: the allow-list decides.
  c: (machine) => machine.global(`${machine.from.line()}.${machine.from.line()}`),
  '\x93': globalOnStack,
  R: (machine) => machine.call(),
  '\x81': (machine) => machine.call(),
  b: (machine) => machine.build(),
  Q: (machine) => machine.persistent(),
};

export const STEPS: ReadonlyMap<number, Step> = new Map(
  Object.entries(BY_LETTER).map(([letter, step]) => [letter.charCodeAt(0), step]),
);
