// Compiles the kernel (src/kernel/assembly, AssemblyScript) to WebAssembly, once with relaxed SIMD and once without, and writes
// both into a TypeScript module, so that bundles, tests and the library find it in the same way.
import { main } from 'assemblyscript/asc';
import { Buffer } from 'node:buffer';
import { mkdir, writeFile } from 'node:fs/promises';

const OPTIONS = [
  'src/kernel/assembly/index.ts',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--noAssert',
  '--optimizeLevel',
  '3',
  '--converge',
  // One memory for all threads, made for each task in the size it needs.
  '--importMemory',
  '--noExportMemory',
  '--sharedMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
];

async function compile(features) {
  let bytes;
  const { error, stderr } = await main([...OPTIONS, '--enable', features, '--outFile', 'kernel.wasm'], {
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') bytes = contents;
    },
  });
  if (error) throw new Error(`the kernel does not compile\n${stderr.toString()}`);
  return bytes;
}

export async function buildKernel(folder = 'src/kernel/generated') {
  const relaxed = await compile('simd,threads,relaxed-simd');
  const plain = await compile('simd,threads');
  const text = Object.entries({ relaxed, plain }).map(
    ([name, bytes]) => `export const ${name} = '${Buffer.from(bytes).toString('base64')}';\n`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(
    `${folder}/modules.ts`,
    `// Made by scripts/build-kernel.mjs: WebAssembly in base64.\n${text.join('')}`,
  );
}
