import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { WorkError } from './errors.js';
import { packageRoot } from './packageRoot.js';

/** Where the built studio is. */
export const studioFolder = join(packageRoot, 'dist', 'studio');

/** Folders of `assets` that the page may read. */
const SHARED_ASSETS = ['models', 'samples'] as const;

/** A picture handed to the page as `/api/sketch`. */
export interface ServedSketch {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface StudioServerOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly sketch?: ServedSketch;
  /** Folder of the built studio. */
  readonly studio?: string;
  /** Folder that has `models` and `samples`. */
  readonly assets?: string;
}

export interface StudioServer {
  /** The address to open, token included. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * What the page may load: itself, its workers and WebAssembly, and pictures that it made. COOP and COEP isolate it, without which there
 * are no threads.
 */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; " +
    "style-src 'self' 'unsafe-inline'; connect-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
} as const;

/**
 * Serves the studio on the loopback interface. Every request needs the random token of the address, which a browser then keeps as
 * a cookie; other hosts' names and other pages' requests are refused, so that neither a page on the web nor another user of the
 * machine reads the artist's work.
 *
 * @throws WorkError when the studio is not built or the port is taken
 */
export async function startStudioServer({
  port = 0,
  sketch,
  studio = studioFolder,
  assets = join(packageRoot, 'assets'),
}: StudioServerOptions = {}): Promise<StudioServer> {
  if (!existsSync(join(studio, 'index.html'))) {
    throw new WorkError('the studio is not built; run "npm run build" in the checkout');
  }
  const token = randomBytes(32).toString('base64url');
  const page = sirv(studio, { etag: true });
  const shared = SHARED_ASSETS.filter((folder) => existsSync(join(assets, folder))).map((folder) => ({
    prefix: `/assets/${folder}/`,
    serve: sirv(join(assets, folder), { etag: true }),
  }));

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (!isOwnHost(request, server)) return refuse(response, 403, 'wrong host');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'only reading is possible');
    const cookieName = `irodori_${portOf(server)}`; // cookies are not kept apart by port
    const url = parseUrl(request);
    if (!url) return refuse(response, 400, 'bad address');
    if (matches(url.searchParams.get('token'), token)) {
      response.setHeader('Set-Cookie', `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    } else if (!matches(cookieOf(request, cookieName), token)) {
      return refuse(response, 403, 'open the address that "irodori studio" printed; it holds a token');
    }
    const notFound = () => refuse(response, 404, 'not found');
    if (url.pathname === '/api/sketch') return sketch ? sendSketch(response, sketch) : notFound();
    const folder = shared.find(({ prefix }) => url.pathname.startsWith(prefix));
    if (!folder) return page(request, response, notFound);
    request.url = url.pathname.slice(folder.prefix.length - 1);
    folder.serve(request, response, notFound);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new WorkError(`port ${port} is taken; choose another --port or leave it out`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}/?token=${token}`,
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Whether the request was made to this server under a loopback name, and not by another site's page. */
function isOwnHost({ headers }: IncomingMessage, server: Server): boolean {
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${portOf(server)}`);
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) return false; // a name that was rebound to 127.0.0.1
  return origin === undefined || origin === `http://${host}`;
}

function parseUrl({ url }: IncomingMessage): URL | null {
  try {
    return new URL(url ?? '/', 'http://localhost');
  } catch {
    return null;
  }
}

function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value ?? null;
  }
  return null;
}

/** Compares in a time that does not tell how much was right. */
function matches(given: string | null, token: string): boolean {
  if (given === null) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}

function sendSketch(response: ServerResponse, { name, type, bytes }: ServedSketch): void {
  response
    .writeHead(200, {
      'Content-Type': type,
      'Content-Length': bytes.length,
      'X-File-Name': encodeURIComponent(name),
    })
    .end(bytes);
}
