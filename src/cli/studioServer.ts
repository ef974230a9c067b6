import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { WorkError } from './errors.js';
import { packageRoot } from './packageRoot.js';
import { PAGE_HEADERS } from './pageHeaders.js';
import { commandLauncher } from './training/runProcess.js';
import { answerTraining, TRAINING_PATH } from './training/trainingApi.js';
import { TrainingHost } from './training/trainingHost.js';
import { sendWebResponse, webRequest } from './webRequest.js';

/** Where the built studio is. */
export const studioFolder = join(packageRoot, 'dist', 'studio');

/** Folders of `assets` that the page may read. */
const SHARED_ASSETS = ['models', 'samples'] as const;

/** Addresses of the user's models: the list, and below it one a model. */
const MODELS_PATH = '/api/models';

/** A picture handed to the page as `/api/sketch`. */
export interface ServedSketch {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * The port that is tried first. Browsers keep a page's autosaved work by its address, port included: with another port at
 * each start it would never be found again.
 */
const USUAL_PORT = 7316;

export interface StudioServerOptions {
  /** The usual port unless given, or any free one where that is taken. */
  readonly port?: number;
  readonly sketch?: ServedSketch;
  /** Folder of the built studio. */
  readonly studio?: string;
  /** Folder that has `models` and `samples`. */
  readonly assets?: string;
  /** Runs of the app; the user's own unless given. */
  readonly training?: TrainingHost;
}

export interface StudioServer {
  /** The address to open, with the token, and `sketch=NAME` when there is one at `/api/sketch`. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Serves the studio on the loopback interface. Every request needs the random token of the address, which a browser then keeps as
 * a cookie; other hosts' names and other pages' requests are refused, so that neither a page on the web nor another user of the
 * machine reads the artist's work.
 *
 * @throws WorkError when the studio is not built or the port is taken
 */
export async function startStudioServer({
  port,
  sketch,
  studio = studioFolder,
  assets = join(packageRoot, 'assets'),
  training = new TrainingHost(commandLauncher()),
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
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    if (!isOwnHost(request, server)) return refuse(response, 403, 'wrong host');
    const cookieName = `irodori_${portOf(server)}`; // cookies are not kept apart by port
    const url = parseUrl(request);
    if (!url) return refuse(response, 400, 'bad address');
    if (matches(url.searchParams.get('token'), token)) {
      response.setHeader('Set-Cookie', [
        `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        `${cookieName}_models=1; SameSite=Strict; Path=/`, // tells the page that models are kept here
      ]);
    } else if (!matches(cookieOf(request, cookieName), token)) {
      return refuse(response, 403, 'open the address that "irodori studio" printed; it holds a token');
    }
    if (isTraining(url)) {
      if (!mayChange(request)) return refuse(response, 403, 'not from the studio');
      void answerTraining(training, webRequest(request, url.origin))
        .then((answer) => sendWebResponse(answer, response))
        .catch(() => response.destroy()); // the page went away
      return;
    }
    const writes = request.method === 'PUT' || request.method === 'DELETE';
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !writes) return refuse(response, 405, 'only reading is possible');
    if (!mayChange(request) && writes) return refuse(response, 405, 'only the studio writes');
    const notFound = () => refuse(response, 404, 'not found');
    if (url.pathname === MODELS_PATH || url.pathname.startsWith(`${MODELS_PATH}/`))
      return void sendModels(request, response, url.pathname.slice(MODELS_PATH.length + 1));
    if (writes) return refuse(response, 405, 'only reading is possible');
    if (url.pathname === '/api/sketch') return sketch ? sendSketch(response, sketch) : notFound();
    const folder = shared.find(({ prefix }) => url.pathname.startsWith(prefix));
    if (!folder) return page(request, response, notFound);
    request.url = url.pathname.slice(folder.prefix.length - 1);
    folder.serve(request, response, notFound);
  });

  if (port !== undefined) await listen(server, port);
  else await listen(server, USUAL_PORT).catch(() => listen(server, 0));
  const query = new URLSearchParams({ token, ...(sketch && { sketch: sketch.name }) });
  return {
    url: `http://127.0.0.1:${portOf(server)}/?${query}`,
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new WorkError(`port ${port} is taken; choose another --port or leave it out`) : error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve();
    });
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Whether the request was made to this server under a loopback name, and not by another site's page. */
function isOwnHost({ headers }: IncomingMessage, server: Server): boolean {
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${portOf(server)}`);
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) return false; // a name that was rebound to 127.0.0.1
  return origin === undefined || origin === `http://${host}`;
}

const isTraining = ({ pathname }: URL): boolean =>
  pathname === TRAINING_PATH || pathname.startsWith(`${TRAINING_PATH}/`);

/** What changes something must say that it comes from the studio's own page, as browsers do by themselves. */
const mayChange = ({ method, headers }: IncomingMessage): boolean => method === 'GET' || headers.origin !== undefined;

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

/** Loaded when it is first asked for: the engine is behind it, which serving the page does not need. */
async function sendModels(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
  const { answerModels } = await import('./modelApi.js');
  const answer = await answerModels(webRequest(request, 'http://localhost'), name);
  await sendWebResponse(answer, response).catch(() => response.destroy()); // the page went away
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
