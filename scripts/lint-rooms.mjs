// Two rules of ESLint for the folders of src/, which are called rooms here. Both read the imports of all files once.
//   rooms/floors    a room imports only the rooms that the table allows it, and those only through their index.ts
//   rooms/no-cycle  no file imports itself through others; imports of types alone do not count, they are gone at run time
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const SRC = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..', 'src');

/** Paths below src/ are written with `/` on every system. */
const below = (path) => relative(SRC, path).split(sep).join('/');

/** The room of a file below src/; undefined for src/index.ts and for files outside. */
const roomOf = (file) => (file.startsWith('..') || !file.includes('/') ? undefined : file.slice(0, file.indexOf('/')));

/** File below src/ that a relative import in `file` names. */
const targetOf = (file, specifier) => below(join(SRC, dirname(file), specifier.replace(/\.js$/, '.ts')));

/** Whether a statement imports or exports nothing but types. */
function typesOnly({ importClause, exportClause, isTypeOnly }) {
  if (isTypeOnly || importClause?.isTypeOnly) return true;
  const elements = importClause?.namedBindings?.elements ?? exportClause?.elements;
  return !importClause?.name && elements?.length > 0 && elements.every((one) => one.isTypeOnly);
}

/** Every file below src/ with the files that it imports statically, for more than types. */
function readGraph() {
  const files = readdirSync(SRC, { recursive: true })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('kernel/assembly/'));
  return new Map(
    files.map((file) => {
      const tree = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest);
      const specifiers = tree.statements.flatMap((statement) =>
        typesOnly(statement) ? [] : (statement.moduleSpecifier?.text ?? []),
      );
      return [file, specifiers.filter((one) => one.startsWith('.')).map((one) => targetOf(file, one))];
    }),
  );
}

let graph;

/** The shortest way from one file to another along imports; undefined when there is none. */
function path(from, to) {
  const before = new Map([[from, undefined]]);
  for (const file of before.keys()) {
    if (file === to) {
      const way = [];
      for (let at = to; at !== undefined; at = before.get(at)) way.unshift(at);
      return way;
    }
    for (const next of graph.get(file) ?? []) if (!before.has(next)) before.set(next, file);
  }
  return undefined;
}

const typesOnlyNode = (node) => node?.importKind === 'type' || node?.exportKind === 'type';

const declarations = (check) => ({
  ImportDeclaration: ({ source }) => check(source, false),
  ExportNamedDeclaration: ({ source }) => source && check(source, false),
  ExportAllDeclaration: ({ source }) => check(source, false),
  ImportExpression: ({ source }) => check(source, true),
});

const floors = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { rooms, doors } = context.options[0];
    const file = below(context.filename);
    const room = roomOf(file);
    return declarations((node, lazy) => {
      if (typeof node.value !== 'string') return;
      const report = (message) => context.report({ node, message });
      if (!node.value.startsWith('.')) {
        if (rooms[room]?.length === 0) report(`src/${room} imports nothing but itself.`);
        return;
      }
      const target = targetOf(file, node.value);
      const other = roomOf(target);
      if (other === room) return;
      // The tables of facts are types, so words, which has their sentences, may name those of the rooms above it too.
      if (room === 'words' && target === `${other}/facts.ts` && typesOnlyNode(node.parent)) return;
      if (other === undefined) report(`Only the library's users import ${target}.`);
      else if (room !== undefined && !rooms[room]?.includes(other)) report(`src/${room} must not import src/${other}.`);
      // A part that is loaded lazily is named itself: its room's index.ts would load all the others.
      else if (!lazy && doors.includes(other) && target !== `${other}/index.ts`)
        report(`Import from ${other}/index.ts.`);
    });
  },
};

const noCycle = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = below(context.filename);
    return declarations((node, lazy) => {
      if (lazy || typeof node.value !== 'string' || !node.value.startsWith('.')) return;
      graph ??= readGraph();
      const target = targetOf(file, node.value);
      const way = graph.get(file)?.includes(target) ? path(target, file) : undefined;
      if (way) context.report({ node, message: `Import cycle: ${[file, ...way].join(' → ')}` });
    });
  },
};

export default { rules: { floors, 'no-cycle': noCycle } };
