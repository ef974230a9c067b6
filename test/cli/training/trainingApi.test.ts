import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type StudioServer, startStudioServer } from '../../../src/cli/studioServer.js';
import type { Launcher } from '../../../src/cli/training/runProcess.js';
import { failureOf, readState, requestStop, writeState } from '../../../src/cli/training/runState.js';
import { RunStore } from '../../../src/cli/training/runStore.js';
import { RunWatch } from '../../../src/cli/training/runWatch.js';
import { safeRelativePath } from '../../../src/cli/training/safePath.js';
import { TrainingHost } from '../../../src/cli/training/trainingHost.js';
import type { RunView } from '../../../src/models/training/runView.js';
import { encodePicture } from '../../../src/vision/imageFile.node.js';
import { createPicture } from '../../../src/vision/picture.js';

let folder: string;
let server: StudioServer;
let store: RunStore;
let picture: Uint8Array;
/** Stands in for the command: notes its arguments and stays until it is killed. */
let launcher: Launcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'irodori-api-'));
  mkdirSync(join(folder, 'studio'));
  writeFileSync(join(folder, 'studio/index.html'), '<h1>studio</h1>');
  writeFileSync(join(folder, 'secret.webp'), 'secret');
  const script = join(folder, 'stand-in.cjs');
  writeFileSync(
    script,
    `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'calls'))}, JSON.stringify(process.argv.slice(2)) + '\\n');
     setInterval(() => {}, 1000);`,
  );
  launcher = { program: process.execPath, args: [script], env: {} };
  store = new RunStore(join(folder, 'runs'));
  server = await startStudioServer({ studio: join(folder, 'studio'), training: new TrainingHost(launcher, store) });
  picture = await encodePicture(createPicture(80, 80, [200, 30, 30, 255]));
});
afterEach(async () => {
  for (const id of store.list()) await end(id);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function end(id: string): Promise<void> {
  const pid = readState(store.pathOf(id))?.pid;
  if (pid && pid !== process.pid) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
  await store.remove(id);
}

const token = () => new URL(server.url).searchParams.get('token')!;

function ask(path: string, method = 'GET', body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const { port } = server;
  return fetch(`http://127.0.0.1:${port}/api/training${path}`, {
    method,
    body,
    headers: { Cookie: `irodori_${port}=${token()}`, Origin: `http://127.0.0.1:${port}`, ...headers },
  });
}

async function newRun(): Promise<string> {
  return ((await (await ask('/runs', 'POST', '{"name":"mine"}')).json()) as RunView).id;
}

const view = async (id: string) => (await (await ask(`/runs/${id}`)).json()) as RunView;

const CHOICES = JSON.stringify({ preset: 'standard', init: null, iterations: 5 });

describe('who may ask', () => {
  test('nobody without the token, and no other page changes anything', async () => {
    expect((await ask('', 'GET', undefined, { Cookie: '' })).status).toBe(403);
    expect((await ask('/runs', 'POST', '{"name":"x"}', { Cookie: '' })).status).toBe(403);
    expect((await ask('/runs', 'POST', '{"name":"x"}', { Origin: 'http://evil.example' })).status).toBe(403);
    const bare = await fetch(`http://127.0.0.1:${server.port}/api/training/runs?token=${token()}`, {
      method: 'POST',
      body: '{}',
    });
    expect(bare.status).toBe(403); // no browser leaves the origin out
    expect(store.list()).toEqual([]);
    expect((await ask('')).status).toBe(200);
  });

  test.each([
    ['/runs', 'POST', 'no json'],
    ['/runs', 'POST', '{"name":5}'],
    ['/runs', 'POST', JSON.stringify({ name: 'x', pictures: '/etc' })],
    ['/runs', 'POST', `{"name":"${'x'.repeat(100_000)}"}`],
    ['/runs/../../secret.webp', 'GET', undefined],
    ['/runs/..%2f..', 'GET', undefined],
    ['/runs/nothing-here', 'GET', undefined],
    ['/elsewhere', 'GET', undefined],
    ['/runs', 'DELETE', undefined],
    ['/runs/%00', 'POST', '{}'],
  ])('%s %s is refused', async (path, method, body) => {
    expect((await ask(path, method, body)).status).toBeGreaterThanOrEqual(400);
    expect(store.list()).toEqual([]);
  });
});

describe('a run', () => {
  let id: string;
  beforeEach(async () => {
    rmSync(join(folder, 'calls'), { force: true });
    id = await newRun();
  });

  test.each(['../../../evil.png', '..\\..\\evil.png', '/evil.png', 'C:\\evil.png', './.hidden/../evil.png'])(
    'a picture called %s is copied into the run’s own folder',
    async (path) => {
      const reply = await ask(
        `/runs/${id}/pictures?${new URLSearchParams({ path })}`,
        'PUT',
        new Blob([picture as BlobPart]),
      );
      expect(reply.status).toBe(204);
      const found = readdirSync(store.picturesOf(id), { recursive: true, encoding: 'utf8' });
      expect(found.filter((name) => name.endsWith('evil.png'))).toHaveLength(1);
      expect(existsSync(join(folder, 'evil.png'))).toBe(false);
      expect(readdirSync(store.folder)).toEqual([id]);
    },
  );

  test('two pictures of one name are both kept; what is no picture is refused', async () => {
    const put = (path: string) => ask(`/runs/${id}/pictures?path=${path}`, 'PUT', new Blob([picture as BlobPart]));
    await put('a%3F.png');
    await put('a%2A.png');
    expect(readdirSync(store.picturesOf(id)).sort()).toEqual(['a_ 2.png', 'a_.png']);
    expect((await put('run.sh')).status).toBe(415);
    expect((await put('')).status).toBe(415);
    expect((await put('..')).status).toBe(415);
  });

  test.each([
    'run.json',
    '../run.json',
    '..%2f..%2fsecret.webp',
    'samples/../../secret.webp',
    'settings.json',
    'samples/x.webp',
  ])('the file %s is not shown', async (name) => {
    expect((await ask(`/runs/${id}/files/${name}`)).status).toBe(404);
  });

  test('is started with its settings and its own copies, one at a time; a path is no model', async () => {
    const other = await newRun();
    for (const choices of [
      { preset: 'quick', init: '/etc/passwd' },
      { preset: 'quick', init: '--json' },
      { preset: 'paintschainer', init: 'standard' },
      { preset: 'other', init: null },
      { preset: 'standard', init: null, size: 40 },
      { preset: 'standard', init: null, data: '/etc' },
    ])
      expect((await ask(`/runs/${id}/start`, 'POST', JSON.stringify(choices))).status).toBe(400);
    expect(await (await ask(`/runs/${id}/start`, 'POST', CHOICES)).json()).toMatchObject({ phase: 'starting' });
    await expect.poll(() => existsSync(join(folder, 'calls')), { timeout: 20_000 }).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'calls'), 'utf8'))).toEqual([
      ...['train', '--watched', '--data', store.picturesOf(id), '--out', store.pathOf(id)],
      ...['--preset', 'standard', '--init', 'none', '--iterations', '5'],
    ]);
    expect((await ask(`/runs/${other}/start`, 'POST', CHOICES)).status).toBe(409);
    expect((await ask(`/runs/${id}`, 'DELETE')).status).toBe(409);
    expect((await ask(`/runs/${id}/start`, 'POST', CHOICES)).status).toBe(409);
    await ask(`/runs/${id}/pause`, 'POST');
    expect((await view(id)).phase).toBe('stopping');
  });

  test('whose process is killed says so, and goes on', async () => {
    await ask(`/runs/${id}/start`, 'POST', CHOICES);
    const { pid } = readState(store.pathOf(id))!;
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await view(id)).phase, { timeout: 20_000 }).toBe('killed');
    writeFileSync(join(store.pathOf(id), 'settings.json'), '{}');
    await ask(`/runs/${id}/resume`, 'POST');
    await expect.poll(() => readFileSync(join(folder, 'calls'), 'utf8'), { timeout: 20_000 }).toContain('"--resume"');
    expect((await view(id)).phase).toBe('starting');
  });

  test('that is damaged hides no other', async () => {
    const other = await newRun();
    writeFileSync(join(store.pathOf(id), 'run.json'), '{"name":');
    writeFileSync(join(store.pathOf(other), 'state.json'), 'no json');
    const runs = (await (await ask('/runs')).json()) as RunView[];
    expect(runs.map((run) => [run.id, run.phase])).toEqual([[other, 'new']]);
    expect((await ask(`/runs/${id}`)).status).toBe(404);
    await store.remove(id);
  });

  test('a process that is silent for long does not count as working: another may have its number by now', async () => {
    const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      writeState(store.pathOf(id), { phase: 'training', pid: sleeper.pid! });
      expect((await view(id)).phase).toBe('training');
      const state = readState(store.pathOf(id))!;
      writeFileSync(join(store.pathOf(id), 'state.json'), JSON.stringify({ ...state, at: Date.now() - 3_600_000 }));
      expect((await view(id)).phase).toBe('killed');
    } finally {
      sleeper.kill('SIGKILL');
    }
  });

  test('ended for good keeps what it made and drops what it worked with', async () => {
    for (const name of ['snapshot.safetensors', 'model.safetensors', 'log.jsonl'])
      writeFileSync(join(store.pathOf(id), name), '');
    mkdirSync(join(store.pathOf(id), 'pairs'));
    writeState(store.pathOf(id), { phase: 'stopped', pid: process.pid });
    expect(await (await ask(`/runs/${id}/stop`, 'POST')).json()).toMatchObject({ phase: 'over' });
    const left = readdirSync(store.pathOf(id));
    expect(left).toEqual(expect.arrayContaining(['model.safetensors', 'log.jsonl']));
    expect(left).not.toContain('snapshot.safetensors');
    expect(left).not.toContain('pairs');
    expect((await ask(`/runs/${id}/resume`, 'POST')).status).toBe(409);
  });

  test('the log becomes curves; a line cut short is left out', async () => {
    const lines = [
      {
        iteration: 0,
        scores: { validation: { 0: 10, 4: 20, 16: 30 } },
        best: true,
        samples: 'samples/step-0000000.webp',
      },
      { iteration: 20, loss: -1.5 },
      { iteration: 20, scores: { validation: { 0: 1 }, leftOut: { 0: 12, 4: 24 } }, best: false },
      { iteration: 40, loss: null },
    ];
    writeFileSync(
      join(store.pathOf(id), 'log.jsonl'),
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"iter`,
    );
    expect(await (await ask(`/runs/${id}/curves`)).json()).toEqual({
      loss: [[20, -1.5]],
      judgments: [
        { iteration: 0, score: 20, best: true, samples: 'samples/step-0000000.webp' },
        { iteration: 20, score: 18, best: false, samples: null },
      ],
    });
  });
});

describe('a run’s state', () => {
  test('says what failed: full disk, missing folder, no pictures, memory', async () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(failureOf(full)).toEqual({ kind: 'disk-full', text: 'the disk is full; free some space and try again' });
    expect(failureOf(new Error('cannot write the snapshot', { cause: full })).kind).toBe('disk-full');
    expect(failureOf(new RangeError('Array buffer allocation failed')).kind).toBe('memory');
    expect(failureOf(new Error('odd')).kind).toBe('other');
  });

  test('a file asks the process to stop, and it says that it did', () => {
    const at = mkdtempSync(join(folder, 'state-'));
    const watch = new RunWatch(at, new AbortController().signal);
    watch.show({ kind: 'progress', iteration: 1, iterations: 9 });
    expect(watch.signal.aborted).toBe(false);
    expect(readState(at)).toMatchObject({ phase: 'training', done: 1, total: 9, pid: process.pid });
    requestStop(at);
    watch.show({ kind: 'progress', iteration: 2, iterations: 9 });
    expect(watch.signal.aborted).toBe(true);
    watch.end('stopped');
    expect(readState(at)).toMatchObject({ phase: 'stopped', done: 2 });
    expect(existsSync(join(at, 'stop-request'))).toBe(false);
  });
});

test.each([
  ['a/b/c.png', 'a/b/c.png'],
  ['../x.png', 'x.png'],
  ['a//b\\c.png', 'a/b/c.png'],
  ['彩り/絵.png', '彩り/絵.png'],
  ['con.png', '_con.png'],
  ['.git/config.png', 'git/config.png'],
  ['trailing. /x.png', 'trailing/x.png'],
  ['', null],
  ['../..', null],
  [`${'a/'.repeat(40)}x.png`, null],
  [`${'n'.repeat(300)}.png`, `${'n'.repeat(116)}.png`],
])('%s becomes %s', (said, path) => expect(safeRelativePath(said)).toBe(path));
