import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Another one where several checkouts are tested on one machine. */
const PORT = Number(process.env.STUDIO_TEST_PORT ?? 4179);

/** The system's browser, if there is one; else Playwright finds its own. */
function systemChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of ['chromium', 'google-chrome', 'chromium-browser']) {
    const found = folders.map((folder) => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  return undefined;
}

/** The built studio (`npm run build:studio`), under the headers of `irodori studio`, in a real Chromium. */
export default defineConfig({
  testDir: 'test/studio',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/studio',
  timeout: 180_000, // a software renderer on a busy machine
  expect: { timeout: 30_000 },
  workers: 1,
  retries: process.env.CI ? 1 : 0, // told as "flaky"; at a desk one sees it at once
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: systemChromium(),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}`,
    reuseExistingServer: false,
  },
});
