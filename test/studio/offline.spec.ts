import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sirv from 'sirv';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

const root = join(import.meta.dirname, '../..');
let server: Server;
let address: string;

test.beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--mode', 'web'], {
    cwd: root,
    stdio: 'pipe',
  });
  // A plain file host: no headers of ours, the studio in a folder of it.
  const files = sirv(join(root, 'dist/web'), { dev: true });
  server = createServer((request, response) => {
    if (!request.url?.startsWith('/art/')) return void response.writeHead(404).end();
    request.url = request.url.slice('/art'.length);
    files(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/art/`;
});

test.afterAll(() => server.close());

test('the static build isolates itself on a plain host and works without a network', async ({ page, context }) => {
  const studio = new Studio(page);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(request.url());
  });
  await studio.open(address);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
    const { icons } = (await (await fetch(link.href)).json()) as { icons: { src: string }[] };
    return Promise.all(icons.map(async ({ src }) => (await fetch(src)).ok));
  });
  expect(manifest).toEqual([true, true, true]);
  expect(asked, 'a program is not there to be asked').toEqual([]);

  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await context.setOffline(true);
  await page.reload();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(OUTSIDE, '#3060c0');
  await studio.dab(CENTRE, '#d02020');
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});
