// Compiles the AssemblyScript kernels of the CPU backend, with and without relaxed SIMD, and writes both as base64 into
// one TypeScript module, so that they travel with every bundle without configuration.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'src/engine/backends/cpu/kernels';

async function compile(features) {
  const outFile = `${folder}/kernels.${process.pid}.wasm`;
  const { error, stderr } = await asc.main(
    [
      `${folder}/index.ts`,
      ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--importMemory', '--sharedMemory'],
      ...['--initialMemory', '16', '--maximumMemory', '65536', '--memoryBase', '8192'],
      ...features.flatMap((feature) => ['--enable', feature]),
      ...['--outFile', outFile, '--baseDir', root],
    ],
    {},
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const wasm = await readFile(`${root}/${outFile}`);
  await rm(`${root}/${outFile}`);
  return wasm;
}

const plain = await compile(['simd', 'threads']);
const relaxed = await compile(['simd', 'relaxed-simd', 'threads']);
await writeFile(
  `${root}/src/engine/backends/cpu/kernels.generated.ts`,
  `// Written by scripts/buildKernels.mjs. Do not edit.\nexport const plainSimd =\n  '${plain.toString('base64')}';\nexport const relaxedSimd =\n  '${relaxed.toString('base64')}';\n`,
);
console.log(`kernels: ${plain.length} bytes, with relaxed SIMD ${relaxed.length} bytes`);
