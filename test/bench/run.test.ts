import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [resolve(import.meta.dirname, '../../bench/run.mjs'), ...args], { encoding: 'utf8' });

const Report = z.strictObject({
  cases: z.array(
    z.strictObject({ name: z.string(), irodori_s: z.number().positive(), peers: z.record(z.string(), z.number()) }),
  ),
});

test('--json prints the report and nothing else, without any peer', () => {
  const { status, stdout } = bench('--quick', '--case', 'matmul1024', '--json', '--peers', 'none');
  expect(status).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const { cases } = Report.parse(JSON.parse(stdout));
  expect(cases).toMatchObject([{ name: 'matmul1024', peers: {} }]);
});

test('small operations are timed one by one', () => {
  const { stdout } = bench('--quick', '--case', 'add4', '--case', 'mlp10', '--json', '--peers', 'none');
  const { cases } = Report.parse(JSON.parse(stdout));
  expect(cases.map(({ name }) => name)).toEqual(['add4', 'mlp10']);
  expect(cases[0].irodori_s! * 10).toBeLessThan(cases[1].irodori_s!);
});

test('an unknown case is wrong use, and the message lists those there are', () => {
  const { status, stderr } = bench('--case', 'matmul');
  expect(status).toBe(2);
  expect(stderr).toContain('no case "matmul"; there are add4, mlp10, matmul1024,');
});
