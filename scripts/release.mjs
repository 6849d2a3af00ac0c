// Goes through a release: node scripts/release.mjs VERSION [--tag]
// Checks the tree, the version and the changelog, then installs, builds, checks and packs what git holds. A dry run, in which
// the package is removed again, unless --tag is given: then the package stays and the commit is tagged. Publishes nothing.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const [version, ...flags] = process.argv.slice(2);
const tagging = flags.includes('--tag');
const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();

function refuse(what, fix) {
  console.error(`release: ${what}\n  try: ${fix}`);
  process.exit(1);
}

/** What stands between a tree and its release, each with its remedy; nothing when it is ready. */
function* obstacles() {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
    yield ['no version given', 'node scripts/release.mjs 0.2.0'];
    return;
  }
  if (git('status', '--porcelain') !== '') yield ['there are changes that are not committed', 'git status'];
  if (git('branch', '--show-current') !== 'main') yield ['this is not the branch main', 'git switch main'];
  const { version: stated } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (stated !== version)
    yield [`package.json says ${stated}`, `npm version ${version} --no-git-tag-version, and commit it`];
  if (!readFileSync('CHANGELOG.md', 'utf8').includes(`\n## [${version}] - `))
    yield [`CHANGELOG.md has no section for ${version}`, `rename [Unreleased] to [${version}] - YYYY-MM-DD`];
  if (git('tag', '--list', `v${version}`) !== '')
    yield [`the tag v${version} is there already`, 'choose the next version'];
}

for (const [what, fix] of obstacles()) refuse(what, fix);

const run = (...words) => {
  console.log(`== ${words.join(' ')}`);
  execFileSync(words[0], words.slice(1), { stdio: 'inherit' });
};
run('npm', 'ci', '--no-audit', '--no-fund');
run('npm', 'run', 'check');
run('npm', 'pack'); // builds first
if (tagging) {
  run('git', 'tag', '--annotate', `v${version}`, '--message', `attn ${version}`);
  console.log(
    `attn-${version}.tgz is packed and v${version} tagged; to publish: npm publish attn-${version}.tgz && git push --tags`,
  );
} else {
  rmSync(`attn-${version}.tgz`);
  console.log(`attn ${version} is ready; nothing was changed. To tag it: node scripts/release.mjs ${version} --tag`);
}
