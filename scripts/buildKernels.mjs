// Compiles the AssemblyScript kernels – of the CPU backend, with and without relaxed SIMD, and of the propagation – and writes each
// as base64 into a TypeScript module, so that they travel with every bundle without configuration.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

async function compile(folder, features, options) {
  const outFile = `${folder}/kernels.${process.pid}.wasm`;
  const { error, stderr } = await asc.main(
    [
      `${folder}/index.ts`,
      ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', ...options],
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

/** `modules` name → bytes. */
async function write(folder, modules) {
  const constants = Object.entries(modules).map(
    ([name, wasm]) => `export const ${name} =\n  '${wasm.toString('base64')}';\n`,
  );
  const text = `// Written by scripts/buildKernels.mjs. Do not edit.\n${constants.join('')}`;
  await writeFile(`${root}/${folder}/kernels.generated.ts`, text);
  const sizes = Object.entries(modules).map(([name, { length }]) => `${name} ${length}`);
  console.log(`${folder}: ${sizes.join(', ')} bytes`);
}

const cpu = 'src/engine/backends/cpu';
const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'];
const shared = [...memory, '--memoryBase', '8192'];
// Compressed, since a bundle's own compression finds little in base64.
await write(cpu, {
  plainSimd: gzipSync(await compile(`${cpu}/kernels`, ['simd', 'threads'], shared), { level: 9 }),
  relaxedSimd: gzipSync(await compile(`${cpu}/kernels`, ['simd', 'relaxed-simd', 'threads'], shared), { level: 9 }),
});
const propagation = 'src/models/propagation';
await write(propagation, { propagation: await compile(`${propagation}/kernels`, ['simd'], []) });
