import { beforeEach, describe, expect, test } from 'vitest';
import { type Block, CpuMemoryError, Heap } from '../../../../src/engine/backends/cpu/heap.js';
import { noise } from './naive.js';

const PAGE = 65536;
let heap: Heap;

beforeEach(() => {
  heap = new Heap(new WebAssembly.Memory({ initial: 4, maximum: 64 }), 1000);
});

const overlap = (a: Block, b: Block): boolean => a.ptr < b.ptr + b.size && b.ptr < a.ptr + a.size;

describe('heap', () => {
  test('hands out aligned, disjoint pieces behind the start', () => {
    const blocks = [1, 64, 65, 4096, 0, 100_000].map((bytes) => heap.allocate(bytes));
    for (const [i, block] of blocks.entries()) {
      expect(block.ptr % 64).toBe(0);
      expect(block.ptr).toBeGreaterThanOrEqual(1000);
      for (const other of blocks.slice(i + 1)) expect(overlap(block, other)).toBe(false);
    }
  });

  test('joins freed neighbours, so that the whole can be had again', () => {
    const blocks = Array.from({ length: 10 }, () => heap.allocate(20_000));
    const held = heap.held;
    for (const i of [3, 5, 4, 0, 9, 1, 2, 8, 6, 7]) heap.release(blocks[i]!);
    expect(heap.used).toBe(0);
    heap.allocate(held - 64);
    expect(heap.held).toBe(held);
  });

  test('counts exactly and keeps pieces disjoint through random use', () => {
    const random = noise(1, 4000);
    const live: Block[] = [];
    for (let i = 0; i < 2000; i++) {
      const r = Math.abs(random[2 * i]!);
      if (live.length > 20 && r < 0.6) heap.release(live.splice(Math.floor((r / 0.6) * live.length), 1)[0]!);
      else if (live.length < 60) live.push(heap.allocate(Math.floor(Math.abs(random[2 * i + 1]!) * 20_000)));
    }
    expect(heap.used).toBe(live.reduce((sum, block) => sum + block.size, 0));
    live.sort((a, b) => a.ptr - b.ptr);
    for (let i = 1; i < live.length; i++)
      expect(live[i - 1]!.ptr + live[i - 1]!.size).toBeLessThanOrEqual(live[i]!.ptr);
    for (const block of live) heap.release(block);
    expect(heap.used).toBe(0);
  });

  test('grows to the maximum, then says how much was asked for', () => {
    heap.allocate(60 * PAGE);
    expect(() => heap.allocate(10 * PAGE)).toThrow(CpuMemoryError);
    expect(() => heap.allocate(100 << 20)).toThrow(/100 MB more were asked for and 4 MB are in use/);
    expect(heap.allocate(PAGE).size).toBe(PAGE);
  });
});
