import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { COMMAND_PACKAGES } from './electron/commandPackages.js';

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/**
 * The `irodori` command in few files: Node takes half a second to find and read the eight hundred modules that colouring one picture
 * otherwise needs.
 */
export default defineConfig({
  ssr: { target: 'node', noExternal: true, external: COMMAND_PACKAGES },
  build: {
    ssr: true,
    outDir: fileURLToPath(new URL('dist/cli', import.meta.url)),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      // The program, the program of its thread, what draws recipes' pictures, and what the desktop app calls itself.
      input: {
        main: source('cli/main.ts'),
        'sampleWorker.node': source('models/training/sampleWorker.node.ts'),
        'svgRenderer.node': source('models/recipes/svgRenderer.node.ts'),
        modelApi: source('cli/modelApi.ts'),
        runProcess: source('cli/training/runProcess.ts'),
        trainingApi: source('cli/training/trainingApi.ts'),
        trainingHost: source('cli/training/trainingHost.ts'),
      },
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
});
