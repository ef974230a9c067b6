/**
 * The service worker of the static build (`npm run build:web`): keeps every file of the studio for use without a network,
 * and sends them with the headers that isolate the page, which a plain file host does not. Nothing else is fetched.
 */

/** A file of the build and a mark of its contents; null where its name has one. */
interface Kept {
  readonly url: string;
  readonly revision: string | null;
}

/** The global scope of a service worker, as far as it is used; TypeScript's own type comes in a library that clashes with DOM. */
interface ServiceWorkerScope {
  readonly __WB_MANIFEST: readonly Kept[];
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}

declare const self: ServiceWorkerScope;

const kept = self.__WB_MANIFEST;

/** Another build has another name, and its files another cache. */
const CACHE = `irodori-${hash(kept.map(({ url, revision }) => `${url} ${revision}`).join('\n'))}`;

/** Threads need the first two; the rest is what `irodori studio` sends too. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; " +
    "style-src 'self' 'unsafe-inline'; connect-src 'self' blob:; base-uri 'none'",
};

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request, url));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(kept.map(({ url }) => new Request(url, { cache: 'reload' })));
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('irodori-') && name !== CACHE) await caches.delete(name);
  }
}

async function answer(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(CACHE);
  const page = new URL('index.html', self.registration.scope).href;
  const found = await cache.match(request.mode === 'navigate' ? page : url.href, { ignoreSearch: true });
  const response = found ?? (await fetch(request));
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** FNV-1a, 32 bits: enough to tell one build from the next. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16);
}
