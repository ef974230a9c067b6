/** The linear memory could not grow. */
export class CpuMemoryError extends Error {
  override readonly name = 'CpuMemoryError';
}

/** A piece of the linear memory; pieces are linked in address order. */
export interface Block {
  readonly ptr: number;
  size: number;
  free: boolean;
  before: Block | null;
  after: Block | null;
  /** Place within its size class while free. */
  slot: number;
}

const ALIGN = 64;
const PAGE = 65536;
/** Least growth: fewer, larger steps, because every thread's views are made anew afterwards. */
const GROWTH = 16 << 20;
const MEBI = 1 << 20;

/** Size class: four steps an octave. */
function binOf(size: number): number {
  const exponent = 31 - Math.clz32(size);
  return exponent * 4 + ((size >>> (exponent - 2)) & 3);
}

/**
 * Allocator over a WebAssembly memory: free pieces in size classes (four an octave), the one freed last that fits (its lines
 * are still in the cache), split on allocation, joined with free neighbours on release. Sizes are rounded up to 64 bytes, so every piece is aligned.
 */
export class Heap {
  readonly #bins: Block[][] = Array.from({ length: 132 }, () => []);
  #last: Block | null = null;
  #end: number;
  /** Bytes handed out. */
  used = 0;
  /** Bytes under management, handed out or free. */
  held = 0;

  constructor(
    readonly memory: WebAssembly.Memory,
    start: number,
  ) {
    const aligned = Math.ceil(start / ALIGN) * ALIGN;
    this.#end = memory.buffer.byteLength;
    this.#append(aligned, this.#end - aligned);
  }

  allocate(bytes: number): Block {
    const size = Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
    let block = this.#find(size);
    if (!block) {
      this.#grow(size);
      block = this.#find(size)!;
    }
    this.#takeOut(block);
    block.free = false;
    if (block.size > size) {
      const rest: Block = {
        ptr: block.ptr + size,
        size: block.size - size,
        free: true,
        before: block,
        after: block.after,
        slot: 0,
      };
      if (rest.after) rest.after.before = rest;
      else this.#last = rest;
      block.after = rest;
      block.size = size;
      this.#putIn(rest);
    }
    this.used += size;
    return block;
  }

  release(block: Block): void {
    this.used -= block.size;
    let whole = block;
    whole.free = true;
    const { before, after } = block;
    if (after?.free) {
      this.#takeOut(after);
      whole.size += after.size;
      this.#unlink(after);
    }
    if (before?.free) {
      this.#takeOut(before);
      before.size += whole.size;
      this.#unlink(whole);
      whole = before;
    }
    this.#putIn(whole);
  }

  #unlink(block: Block): void {
    if (block.before) block.before.after = block.after;
    if (block.after) block.after.before = block.before;
    else this.#last = block.before;
  }

  #putIn(block: Block): void {
    const bin = this.#bins[binOf(block.size)]!;
    block.slot = bin.length;
    bin.push(block);
  }

  #takeOut(block: Block): void {
    const bin = this.#bins[binOf(block.size)]!;
    const last = bin.pop()!;
    if (last !== block) {
      bin[block.slot] = last;
      last.slot = block.slot;
    }
  }

  #find(size: number): Block | null {
    const first = binOf(size);
    const bin = this.#bins[first]!;
    for (let i = bin.length - 1; i >= 0; i--) if (bin[i]!.size >= size) return bin[i]!;
    for (let larger = first + 1; larger < this.#bins.length; larger++) {
      const block = this.#bins[larger]!.at(-1);
      if (block) return block;
    }
    return null;
  }

  #append(ptr: number, size: number): void {
    const last = this.#last;
    this.held += size;
    if (last?.free) {
      this.#takeOut(last);
      last.size += size;
      this.#putIn(last);
      return;
    }
    const block: Block = { ptr, size, free: true, before: last, after: null, slot: 0 };
    if (last) last.after = block;
    this.#last = block;
    this.#putIn(block);
  }

  #grow(size: number): void {
    const missing = size - (this.#last?.free ? this.#last.size : 0);
    const grown = (bytes: number): boolean => {
      try {
        this.memory.grow(Math.ceil(bytes / PAGE));
        return true;
      } catch {
        return false;
      }
    };
    if (!grown(Math.max(missing, GROWTH)) && !grown(missing)) {
      throw new CpuMemoryError(
        `the cpu backend is out of memory: ${Math.ceil(size / MEBI)} MB more were asked for and ${Math.round(this.used / MEBI)} MB are in use (limit 4096 MB); use a smaller batch or picture`,
      );
    }
    const end = this.memory.buffer.byteLength;
    this.#append(this.#end, end - this.#end);
    this.#end = end;
  }
}
