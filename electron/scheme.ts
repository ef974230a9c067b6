import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { PAGE_HEADERS } from '../src/cli/pageHeaders.js';
import type { Parts } from './electron.js';

/** The studio's origin. A scheme of its own, because `file:` gives every page access to every file. */
export const ORIGIN = 'app://studio';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Makes `app:` behave like https. Must run before the app is ready. */
export function setupScheme({ protocol }: Parts<'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Answers the page's requests below a path. */
export interface Api {
  readonly path: string;
  answer(request: Request): Promise<Response>;
}

/** Answers `app://studio/…` with the files of the built studio, and what lies below the path of an API by that. */
export function setupPages({ session }: Parts<'session'>, folder: string, apis: readonly Api[] = []): void {
  session.defaultSession.protocol.handle('app', async (request) => {
    const address = URL.canParse(request.url) ? new URL(request.url) : null;
    const api = apis.find(({ path }) => address?.host === 'studio' && `${address.pathname}/`.startsWith(`${path}/`));
    if (!api) return serveFile(folder, request.url);
    const answer = await api.answer(request);
    for (const [name, value] of Object.entries(PAGE_HEADERS)) answer.headers.set(name, value);
    return answer;
  });
}

/** A file of the studio's folder and nothing outside it. */
export async function serveFile(folder: string, address: string): Promise<Response> {
  const file = fileOf(folder, address);
  const found = file ? await stat(file).catch(() => null) : null;
  if (!file || !found?.isFile()) return new Response('not found', { status: 404, headers: PAGE_HEADERS });
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: {
      ...PAGE_HEADERS,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': String(found.size),
    },
  });
}

function fileOf(folder: string, address: string): string | null {
  let path: string;
  try {
    const url = new URL(address);
    if (url.protocol !== 'app:' || url.host !== 'studio') return null;
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = join(folder, path === '/' ? 'index.html' : path); // join resolves every ..
  return file.startsWith(folder + sep) ? file : null;
}
