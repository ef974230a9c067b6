import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** Shared memory, which WebAssembly threads need, is given to isolated pages only. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What `irodori studio` sends too: a build that works under it here works there. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' blob:",
].join('; ');

export default defineConfig({
  root: fileURLToPath(new URL('src/ui', import.meta.url)),
  base: './', // served from any folder, and by Electron
  publicDir: false,
  plugins: [react()],
  define: { 'import.meta.env.VITE_IRODORI_VERSION': JSON.stringify(version) },
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('dist/studio', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy lets nothing be fetched from data: addresses
    chunkSizeWarningLimit: 2000, // read from the disk, not over a network
  },
  server: { headers: isolation },
  preview: { headers: { ...isolation, 'Content-Security-Policy': policy } },
});
