import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;
const git = (...words: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: folder });
const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
/** What scripts/release.mjs says in the folder, and how it ends. */
function release(...words: string[]): [number | null, string] {
  const script = resolve('scripts/release.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, ...words], { cwd: folder, encoding: 'utf8' });
  return [status, stderr.split('\n')[0]!];
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attn-release-'));
  git('init', '--quiet', '--initial-branch', 'main');
  file('package.json', '{"version": "0.2.0"}');
  file('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Start');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a release is refused', () => {
  it('without a version', () => {
    expect(release()).toEqual([1, 'release: no version given']);
  });

  it('while something is not committed', () => {
    file('new', '');
    expect(release('0.2.0')).toEqual([1, 'release: there are changes that are not committed']);
  });

  it('from another branch than main', () => {
    git('switch', '--quiet', '--create', 'other');
    expect(release('0.2.0')).toEqual([1, 'release: this is not the branch main']);
  });

  it('under another version than that of package.json', () => {
    expect(release('0.3.0')).toEqual([1, 'release: package.json says 0.2.0']);
  });

  it('without a section of the changelog', () => {
    expect(release('0.2.0')).toEqual([1, 'release: CHANGELOG.md has no section for 0.2.0']);
  });

  it('twice', () => {
    file('CHANGELOG.md', '# Changelog\n\n## [0.2.0] - 2026-11-28\n');
    git('commit', '--quiet', '--all', '--message', 'Release 0.2.0');
    git('tag', 'v0.2.0');
    expect(release('0.2.0')).toEqual([1, 'release: the tag v0.2.0 is there already']);
  });
});
