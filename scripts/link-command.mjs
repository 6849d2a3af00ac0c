// npm links the commands of dependencies, not those of the package itself: `npx attn` in a fresh checkout needs this link.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';

const command = 'node_modules/.bin/attn';
await mkdir('node_modules/.bin', { recursive: true });
if (process.platform === 'win32') {
  await writeFile(`${command}.cmd`, '@node "%~dp0\\..\\..\\dist\\bin\\attn.js" %*\r\n');
} else {
  await rm(command, { force: true });
  await symlink('../../dist/bin/attn.js', command);
}
