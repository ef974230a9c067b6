import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StudioServer, startStudioServer } from '../../src/cli/studioServer.js';
import { smallModel } from '../studio/smallModel.js';

let folder: string;
let server: StudioServer;
let origin: string;
let headers: Record<string, string>;
const kept = process.env.XDG_DATA_HOME;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'irodori-model-api-'));
  process.env.XDG_DATA_HOME = join(folder, 'data');
  mkdirSync(join(folder, 'studio'));
  writeFileSync(join(folder, 'studio/index.html'), 'studio');
  server = await startStudioServer({ studio: join(folder, 'studio'), assets: folder, port: undefined });
  origin = `http://127.0.0.1:${server.port}`;
  const token = new URL(server.url).searchParams.get('token');
  headers = { Cookie: `irodori_${server.port}=${token}`, Origin: origin };
});

afterAll(async () => {
  await server.close();
  process.env.XDG_DATA_HOME = kept;
  rmSync(folder, { recursive: true });
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${origin}/api/models${path}`, { headers, ...init });
const put = (name: string, body: Buffer) => ask(`/${name}`, { method: 'PUT', body: new Uint8Array(body) });
const names = async () => ((await (await ask('')).json()) as { name: string }[]).map(({ name }) => name);

test('a model is put, listed with its card, read back, and deleted', async () => {
  const model = await smallModel();
  expect((await put('blue', model)).status).toBe(200);
  const [listed] = (await (await ask('')).json()) as { name: string; bytes: number; card: Record<string, unknown> }[];
  expect(listed).toMatchObject({ name: 'blue', bytes: model.length, card: { title: 'Blue' } });
  expect(listed.card.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Buffer.from(await (await ask('/blue')).arrayBuffer()).equals(model)).toBe(true);
  expect((await put('blue', model)).status, 'a name that is taken').toBe(422);
  expect((await ask('/blue', { method: 'DELETE' })).status).toBe(200);
  expect(await names()).toEqual([]);
});

test('what is no model is refused in one line, and nothing is kept', async () => {
  const reply = await put('bad', Buffer.from('no model at all'));
  expect(reply.status).toBe(422);
  expect(await reply.text()).toMatch(/^bad: [^\n]+$/);
  expect(await names()).toEqual([]);
});

test.each(['..%2f..%2fevil', 'a%00b', 'a%2fb', '-rf', 'flood', `${'x'.repeat(80)}`])(
  'the name %s names no file',
  async (name) => {
    expect((await put(name, await smallModel())).status).toBe(404);
    expect((await ask(`/${name}`, { method: 'DELETE' })).status).toBe(404);
    expect(await names()).toEqual([]);
  },
);

test('nobody but the page writes: no token, no origin, another origin', async () => {
  const { Cookie } = headers;
  for (const others of [{ Origin: origin }, { Cookie }, { Cookie, Origin: 'http://evil.example' }]) {
    const reply = await ask('/x', { method: 'PUT', body: 'x', headers: others as Record<string, string> });
    expect(reply.status).toBeGreaterThanOrEqual(403);
  }
  expect((await ask('/standard', { method: 'DELETE' })).status, 'bundled ones stay').toBe(404);
});

test('a thousand bad requests at once do not stop a session', async () => {
  const bad = Array.from({ length: 1000 }, (_, i) =>
    fetch(`${origin}${['/x', '/api/models/..%2f..', '/%', '/assets/../..', '/api/models'][i % 5]}`, {
      method: ['GET', 'PUT', 'POST', 'DELETE'][i % 4],
      headers: i % 2 ? { Origin: 'http://evil.example' } : headers,
    }).then(
      (reply) => reply.arrayBuffer().then(() => reply.status),
      () => 0,
    ),
  );
  const good = ask('');
  const statuses = await Promise.all(bad);
  expect((await good).status).toBe(200);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect((await ask('')).status).toBe(200);
});
