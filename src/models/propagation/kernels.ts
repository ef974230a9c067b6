import { bytesOfBase64 } from '../../engine/backends/bytesOfBase64.js';
import { propagation } from './kernels.generated.js';

/** What `kernels/` exports; addresses are in bytes of the memory, whose buffer is another one after it has grown. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  begin(width: number, height: number, labels: number): number;
  inkAt(): number;
  hintsAt(): number;
  flood(labels: number): void;
  resultAt(): number;
  beginEncoding(width: number, height: number, labels: number, lengths: number): void;
  searchAt(): number;
  tablesAt(): number;
  encode(): void;
  planesAt(): number;
  changes(): number;
  beginEnlarging(gridWidth: number, gridHeight: number, width: number, height: number, rows: number): void;
  colorAt(): number;
  weigh(): void;
  enlargeRows(first: number, count: number): void;
  pixelsAt(): number;
  beginFollowing(width: number, height: number, gridWidth: number, gridHeight: number): number;
  gridInkAt(): number;
  follow(clearInk: number, open: number, carry: number): number;
  findBorders(dark: number, together: number): number;
  bordersAt(): number;
  beginCalming(pixels: number, count: number): number;
  sumBasins(): number;
  evenBasins(): void;
  beginObeying(pixels: number, count: number, lengths: number): number;
  labelsAt(): number;
  fadesAt(): number;
  correct(open: number): void;
  beginDistances(width: number, height: number): number;
  thresholdsAt(): number;
  distances(): number;
}

let module: WebAssembly.Module | null = null;
let shared: Kernels | null = null;

/** The kernels with a memory of their own, for what takes much of it once: memory of a running instance never shrinks. */
export function freshKernels(): Kernels {
  module ??= new WebAssembly.Module(bytesOfBase64(propagation));
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}

/** The compiled kernels, one instance a thread: nothing stays in its memory from one call to the next but the room. */
export function kernels(): Kernels {
  shared ??= freshKernels();
  return shared;
}
