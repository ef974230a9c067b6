import { bytesOfBase64 } from '../../engine/backends/bytesOfBase64.js';
import { propagation } from './kernels.generated.js';

/** What `kernels/` exports; addresses are in bytes of the memory, whose buffer is another one after it has grown. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  begin(width: number, height: number, labels: number): number;
  inkAt(): number;
  hintsAt(): number;
  flood(): void;
  resultAt(): number;
  beginEnlarging(gridWidth: number, gridHeight: number, width: number, height: number, rows: number): void;
  colorAt(): number;
  weigh(): void;
  enlargeRows(first: number, count: number): void;
  pixelsAt(): number;
}

let shared: Kernels | null = null;

/** The compiled kernels, one instance a thread: nothing stays in its memory from one call to the next but the room. */
export function kernels(): Kernels {
  shared ??= new WebAssembly.Instance(new WebAssembly.Module(bytesOfBase64(propagation))).exports as unknown as Kernels;
  return shared;
}
