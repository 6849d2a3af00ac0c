// Draws which room of src/ imports which into docs/architecture.md, between its two markers: node scripts/draw-rooms.mjs [--check]
// With --check nothing is written, and a drawing that no longer fits the code ends with 1.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const DOCUMENT = 'docs/architecture.md';
const [START, END] = ['<!-- rooms: written by scripts/draw-rooms.mjs -->', '<!-- /rooms -->'];

/** The room of a file: its folder below src/; the library is src/index.ts, the program bin/. */
function roomOf(path) {
  const [top, room] = path.split('/');
  if (top === 'bin') return 'bin';
  return room.endsWith('.ts') ? 'index' : room;
}

/**
 * Every room with the rooms that its files import. Tests and what the build generates are no part of it, nor are the tables
 * of facts whose sentences stand in words: they are types of all rooms, also of those above.
 */
export function importsOfRooms() {
  const files = ['bin', 'src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((path) => path.endsWith('.ts') && !/generated|kernel\/assembly/.test(path)),
  );
  const rooms = new Map(files.map((file) => [roomOf(file), new Set()]));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [statement, target] of text.matchAll(
      /(?:^import type [^;]*?|\b)(?:\bfrom |\bimport\(|^import )'(\.[^']+)'/gm,
    )) {
      if (roomOf(file) === 'words' && statement.startsWith('import type') && target.endsWith('/facts.js')) continue;
      const room = roomOf(normalize(join(dirname(file), target)).replaceAll('\\', '/'));
      if (room !== roomOf(file) && rooms.has(room)) rooms.get(roomOf(file)).add(room);
    }
  }
  return rooms;
}

/** The floor of every room: 0 imports nothing, each other stands one above the highest that it imports. @throws on a cycle */
export function floorsOf(rooms) {
  const floors = new Map();
  const floor = (room, path) => {
    if (path.includes(room)) throw new Error(`rooms import each other: ${[...path, room].join(' → ')}`);
    if (!floors.has(room)) {
      const below = [...rooms.get(room)].map((other) => floor(other, [...path, room]));
      floors.set(room, below.length === 0 ? 0 : 1 + Math.max(...below));
    }
    return floors.get(room);
  };
  for (const room of rooms.keys()) floor(room, []);
  return floors;
}

/** The imports without those that follow from others: A → C is left out beside A → B → C. */
function shortest(rooms) {
  const reaches = (from, to) => rooms.get(from).has(to) || [...rooms.get(from)].some((next) => reaches(next, to));
  return [...rooms].flatMap(([from, all]) =>
    [...all].filter((to) => ![...all].some((other) => other !== to && reaches(other, to))).map((to) => [from, to]),
  );
}

export function drawing() {
  const rooms = importsOfRooms();
  const floors = floorsOf(rooms);
  const arrows = shortest(rooms)
    .map(([from, to]) => `  ${from} --> ${to}`)
    .sort();
  const highestFirst = [...rooms.keys()].sort((a, b) => floors.get(b) - floors.get(a) || a.localeCompare(b));
  const rows = highestFirst.map(
    (room) => `| ${floors.get(room)} | ${room} | ${[...rooms.get(room)].sort().join(', ') || 'nothing'} |`,
  );
  return [
    START,
    '',
    '```mermaid',
    'flowchart TD',
    ...arrows,
    '```',
    '',
    '| floor | room | imports |',
    '|---|---|---|',
    ...rows,
    '',
    END,
  ].join('\n');
}

const text = readFileSync(DOCUMENT, 'utf8');
const [before, rest] = text.split(START);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`${DOCUMENT} has no place for the drawing: ${START} … ${END}`);
const wanted = `${before}${drawing()}${after}`;
if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, wanted);
else if (wanted !== text) {
  console.error(`${DOCUMENT} does not show the imports of the code as they are\n  try: node scripts/draw-rooms.mjs`);
  process.exitCode = 1;
}
