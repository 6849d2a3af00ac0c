import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe('the documents', () => {
  it('show the rooms of src/ as they import each other now', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/draw-rooms.mjs', '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('have a line for every room of src/', () => {
    const text = readFileSync('docs/architecture.md', 'utf8');
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).filter((name) => !text.includes(`\n| ${name} | `))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names no file of ours that is not there', (document) => {
    const named = [...readFileSync(document, 'utf8').matchAll(/`((?:src|__tests__|scripts|docs|bench|\.ci)\/[\w./-]*)`/g)];
    expect(named.map(([, path]) => path!).filter((path) => !path.startsWith('docs/api/') && !existsSync(path))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names no script of npm that is not there', (document) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...readFileSync(document, 'utf8').matchAll(/npm run ([\w:]+)/g)];
    expect(named.map(([, name]) => name!).filter((name) => !(name in scripts))).toEqual([]);
  });
});
