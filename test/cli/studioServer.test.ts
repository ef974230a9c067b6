import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StudioServer, startStudioServer } from '../../src/cli/studioServer.js';

let folder: string;
let server: StudioServer;
let token: string;

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A plain request: no client that tidies paths or fills in headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'irodori-server-'));
  for (const name of ['studio/assets', 'assets/models', 'assets/samples', 'assets/private']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'studio/index.html'), '<h1>studio</h1>');
  writeFileSync(join(folder, 'studio/assets/app.js'), 'app()');
  writeFileSync(join(folder, 'assets/models/standard.safetensors'), 'weights');
  writeFileSync(join(folder, 'assets/private/x.txt'), 'secret');
  server = await startStudioServer({
    studio: join(folder, 'studio'),
    assets: join(folder, 'assets'),
    sketch: { name: '彩り.png', type: 'image/png', bytes: Uint8Array.of(1, 2, 3) },
  });
  token = new URL(server.url).searchParams.get('token') ?? '';
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const cookie = () => ({ Cookie: `irodori_${server.port}=${token}` });

test('the address has a long random token', () => expect(token).toMatch(/^[\w-]{43}$/));

test('the token opens the page and is kept as a cookie that scripts and other sites do not get', async () => {
  const reply = await ask(`/?token=${token}`);
  expect(reply.status).toBe(200);
  expect(reply.body).toContain('studio');
  const [set] = reply.headers['set-cookie'] as string[];
  expect(set).toBe(`irodori_${server.port}=${token}; HttpOnly; SameSite=Strict; Path=/`);
});

test.each(['/', '/index.html', '/assets/app.js', '/assets/models/standard.safetensors', '/api/sketch', '/nothing'])(
  '%s is refused without the token',
  async (path) => {
    expect((await ask(path)).status).toBe(403);
    expect((await ask(`${path}?token=${token.slice(1)}x`)).status).toBe(403);
    expect((await ask(path, { Cookie: `irodori_${server.port}=wrong` })).status).toBe(403);
    expect((await ask(path)).body).toContain('token');
  },
);

test.each([
  ['/assets/app.js', 'app()'],
  ['/assets/models/standard.safetensors', 'weights'],
])('%s is served with the cookie', async (path, body) => {
  const reply = await ask(path, cookie());
  expect([reply.status, reply.body]).toEqual([200, body]);
});

test('the sketch is handed over with its name', async () => {
  const reply = await ask('/api/sketch', cookie());
  expect(reply.body).toBe('\x01\x02\x03');
  expect(reply.headers['content-type']).toBe('image/png');
  expect(decodeURIComponent(String(reply.headers['x-file-name']))).toBe('彩り.png');
});

test('every answer isolates the page and limits what it loads', async () => {
  for (const reply of [await ask('/', cookie()), await ask('/assets/app.js', cookie()), await ask('/')]) {
    expect(reply.headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const policy = String(reply.headers['content-security-policy']);
    for (const rule of [
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "worker-src 'self' blob:",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/models/../private/x.txt',
  '/assets/models/..%2fprivate%2fx.txt',
  '/assets/models/%2e%2e/%2e%2e/secret.txt',
  '/assets/private/x.txt',
  '/..\\secret.txt',
  '/%00',
  '/%',
  '//secret.txt',
])('%s leads nowhere', async (path) => {
  const reply = await ask(path, cookie());
  expect(reply.body).not.toContain('secret\n');
  expect(reply.body).not.toBe('secret');
  expect(reply.status).toBeGreaterThanOrEqual(400);
});

test('hosts that are not this machine are refused, token or not', async () => {
  for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', `127.0.0.1:${server.port + 1}`]) {
    expect((await ask(`/?token=${token}`, { Host: host })).status).toBe(403);
  }
  expect((await ask('/', { Host: `localhost:${server.port}`, ...cookie() })).status).toBe(200);
});

test("other pages' requests are refused", async () => {
  expect((await ask('/', { Origin: 'http://evil.example', ...cookie() })).status).toBe(403);
  expect((await ask('/', { Origin: 'null', ...cookie() })).status).toBe(403);
  expect((await ask('/', { Origin: `http://127.0.0.1:${server.port}`, ...cookie() })).status).toBe(200);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
  expect((await ask('/', cookie(), method)).status).toBe(405);
});

test('it listens on the loopback interface alone', async () => {
  const open = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host, port: server.port }, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  expect(await open('127.0.0.1')).toBe(true);
  expect(await open('127.0.0.2')).toBe(false); // another address of the same machine: the socket is bound to one
});

describe('errors', () => {
  test('a port that is taken is said', async () => {
    await expect(startStudioServer({ port: server.port, studio: join(folder, 'studio') })).rejects.toThrow(
      `port ${server.port} is taken; choose another --port or leave it out`,
    );
  });

  test('a studio that is not built is said', async () => {
    await expect(startStudioServer({ studio: join(folder, 'nowhere') })).rejects.toThrow('npm run build');
  });
});
