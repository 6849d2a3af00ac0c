import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, mkdirSync, cpSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ATTN } from './cli/attn.js';

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

describe('npm pack', () => {
  let folder: string;
  let packed: Packed;
  beforeAll(() => {
    // The package as these sources make it, whatever an older build left in dist.
    folder = mkdtempSync(join(tmpdir(), 'attn-pack-'));
    cpSync(join(dirname(ATTN), '..'), join(folder, 'dist'), { recursive: true });
    for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'package-lock.json'])
      cpSync(file, join(folder, file));
    for (const away of ['src', 'fixtures', '__tests__', 'bench', 'docs']) {
      mkdirSync(join(folder, away));
      writeFileSync(join(folder, away, 'index.ts'), '');
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    const told = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    packed = (JSON.parse(told) as [Packed])[0];
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds the built command, library and manual, and of the rest only what explains them', () => {
    const needed = [
      /^dist\/bin\/[\w-]+\.js$/,
      /^dist\/bin\/package\.json$/,
      /^dist\/(?:index|lib\/[\w-]+)\.js$/,
      /^dist\/types\/.*\.d\.ts$/,
      /^dist\/man\/attn\.1$/,
      /^(?:LICENSE|README\.md|package\.json)$/,
    ];
    expect(
      packed.files.map(({ path }) => path).filter((path) => !needed.some((pattern) => pattern.test(path))),
    ).toEqual([]);
    for (const path of ['dist/bin/attn.js', 'dist/index.js', 'dist/man/attn.1', 'LICENSE', 'README.md', 'package.json'])
      expect(packed.files.map((file) => file.path)).toContain(path);
  });

  it('weighs less than a megabyte and a half', () => {
    expect(packed.size).toBeLessThan(1_500_000);
  });

  it('asks the network for nothing: no file of the command loads a module that could', () => {
    const bin = dirname(ATTN);
    const text = readdirSync(bin)
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(bin, file), 'utf8'))
      .join('\n');
    const loads = (names: string): boolean =>
      new RegExp(`(?:require|import)\\(["'\`](?:node:)?(?:${names})["'\`]\\)`).test(text);
    expect(loads('fs')).toBe(true);
    expect(loads('https?|http2|net|tls|dns|dgram|inspector')).toBe(false);
    expect(text).not.toMatch(/\bfetch\(|\bnew WebSocket\b/);
  });

  it('needs no script of its own to be installed, and exact versions of all it depends on', () => {
    const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    expect(Object.keys(scripts!).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
    expect(
      [...Object.values(dependencies!), ...Object.values(devDependencies!)].filter(
        (version) => !/^\d+\.\d+\.\d+$/.test(version),
      ),
    ).toEqual([]);
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<
        string,
        { version?: string; integrity?: string; link?: boolean; dev?: boolean; hasInstallScript?: boolean }
      >;
    };
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    expect(installed.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, one]) => !one.dev && one.hasInstallScript).map(([path]) => path)).toEqual([]);
  });
});
