import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import sharp from 'sharp';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

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

/** The static build: `npm run build:web` puts it into `dist/web`, to be served from any folder of any file host. */
const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'pwa',
  filename: 'serviceWorker.ts',
  injectRegister: false,
  injectManifest: {
    globPatterns: ['**/*.{html,js,css,svg,png,webp,wasm,safetensors}'],
    maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
    rollupFormat: 'iife',
  },
  manifest: {
    name: 'Irodori',
    short_name: 'Irodori',
    description: 'Colours line art on your own machine.',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#a3a3a3',
    theme_color: '#f7f7f7',
    file_handlers: [{ action: './', accept: { 'application/x-irodori': ['.irodori'], 'image/png': ['.png'] } }],
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
});

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('src/ui', import.meta.url)),
  base: './', // served from any folder, and by Electron
  publicDir: false,
  plugins: [react(), ...(mode === 'web' ? [pwa, appIcons()] : [])],
  define: { 'import.meta.env.VITE_IRODORI_VERSION': JSON.stringify(version) },
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL(mode === 'web' ? 'dist/web' : 'dist/studio', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy lets nothing be fetched from data: addresses
    chunkSizeWarningLimit: 2000, // read from the disk, not over a network
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          // Told of the policy before a schema is made, in whatever chunk.
          groups: [{ name: 'schemas', test: /node_modules\/zod\/|schemasWithoutEval/ }],
        },
      },
    },
  },
  server: { headers: isolation },
  preview: { headers: { ...isolation, 'Content-Security-Policy': policy } },
}));

/** The icons an installed app needs, drawn from the one drawing there is. */
function appIcons(): Plugin {
  return {
    name: 'app-icons',
    async generateBundle() {
      const svg = readFileSync(new URL('src/ui/icon.svg', import.meta.url));
      for (const side of [192, 512]) {
        const source = await sharp(svg, { density: side * 2 })
          .resize(side, side)
          .png()
          .toBuffer();
        this.emitFile({ type: 'asset', fileName: `icon-${side}.png`, source });
      }
    },
  };
}
