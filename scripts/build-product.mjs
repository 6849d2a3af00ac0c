// Compiles src/kernel/assembly/product.ts (AssemblyScript) to WebAssembly, in base64 in a module of its own, which is kept with the
// sources: it is small and does not change. node scripts/build-product.mjs [FILE]
import { main } from 'assemblyscript/asc';
import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';

const OPTIONS = [
  'src/kernel/assembly/product.ts',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--noAssert',
  '--optimizeLevel',
  '3',
  '--converge',
  '--enable',
  'simd',
  '--outFile',
  'product.wasm',
];

let bytes;
const { error, stderr } = await main(OPTIONS, {
  writeFile: (name, contents) => {
    if (name === 'product.wasm') bytes = contents;
  },
});
if (error) throw new Error(`the product does not compile\n${stderr.toString()}`);
await writeFile(
  process.argv[2] ?? 'src/kernel/product-module.ts',
  `// Made by scripts/build-product.mjs: WebAssembly in base64.\nexport const product = '${Buffer.from(bytes).toString('base64')}';\n`,
);
