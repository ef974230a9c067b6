import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { fileGuard } from '../../../src/engine/backends/guardFile.node.js';
import { selectBackend } from '../../../src/engine/backends/select.js';

let folder: string;
let notices: string[];
let started: Backend[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'irodori-guard-'));
  notices = [];
  started = [];
});
afterEach(async () => {
  for (const backend of started) await backend.dispose();
  await rm(folder, { recursive: true });
});
const onNotice = (text: string) => void notices.push(text);
const start = async (...args: Parameters<typeof selectBackend>) => {
  const backend = await selectBackend(...args);
  started.push(backend);
  return backend;
};

describe('selectBackend', () => {
  test('cpu is the cpu, without a word', async () => {
    const backend = await start('cpu', { threads: 1, onNotice });
    expect(backend.name).toBe('cpu');
    expect(notices).toEqual([]);
  });

  test('auto takes a real GPU, or the CPU and says why', async () => {
    const backend = await start('auto', { threads: 1, onNotice });
    if (backend.name === 'webgpu') {
      expect(backend.description).not.toMatch(/swiftshader|llvmpipe/i);
      expect(notices).toEqual([]);
    } else {
      expect(notices).toEqual([expect.stringMatching(/GPU.*: using the CPU, 1 thread/)]);
    }
  });

  test('a start-up that never ended sends auto to the CPU; asking for the GPU tries again', async () => {
    const calls: string[] = [];
    const guard = {
      begin: () => {
        calls.push('begin');
        return false;
      },
      end: () => void calls.push('end'),
    };
    expect((await start('auto', { threads: 1, onNotice, guard })).name).toBe('cpu');
    expect(calls).toEqual(['begin']); // the mark stays
    expect(notices[0]).toMatch(/^the last start on the GPU did not finish.*: using the CPU, 1 thread/);

    const asked = start('webgpu', { guard }).then(
      ({ name }) => name,
      ({ name }) => name,
    );
    expect(await asked).toMatch(/^(webgpu|NoGpuError)$/);
    expect(calls).toEqual(['begin', 'begin', 'end']);
  });
});

describe('fileGuard', () => {
  test('marks a start-up until it ends', async () => {
    const guard = fileGuard(join(folder, 'deep', 'gpu-start'));
    expect(await guard.begin()).toBe(true);
    expect(await readdir(join(folder, 'deep'))).toEqual(['gpu-start']);
    expect(await guard.begin()).toBe(false); // as after a crash
    await guard.end();
    expect(await guard.begin()).toBe(true);
    await guard.end();
  });

  test('without a folder to write to, nothing is guarded and nobody stopped', async () => {
    await writeFile(join(folder, 'file'), '');
    const guard = fileGuard(join(folder, 'file', 'gpu-start'));
    expect(await guard.begin()).toBe(true);
    await guard.end();
  });
});
