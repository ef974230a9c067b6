import type { Block } from './bufferPool.js';
import type { Counts } from './commands.js';
import { wgsl } from './kernels.generated.js';

const COMPUTE_STAGE = 0x4;
const BIND_GROUPS = 4096;

export type KernelName = keyof typeof wgsl;

/** One program: source files that follow each other, and the entry point. */
export interface Kernel {
  /** Extensions of the language that the program needs. */
  readonly enables?: readonly string[];
  readonly files: readonly KernelName[];
  /** What the files leave to the host: which of their functions is meant. */
  readonly definitions?: string;
  readonly entry?: string;
}

/** A kernel and what it is bound to, in this order of bindings. */
export interface Bound extends Kernel {
  readonly constants?: Readonly<Record<string, number>>;
  readonly reads: readonly Block[];
  readonly writes: readonly Block[];
  /** Read too; bound last, as generated code names them. */
  readonly leaves?: readonly Block[];
  /** 32-bit words as the kernel's Params lays them out. */
  readonly params: readonly number[];
  readonly workgroups: number;
  /** Floating-point operations with those on padding, if many. */
  readonly work?: number;
}

/** Compiled kernels, and what they are bound to: all that is slow to make is made once. */
export class Programs {
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #layouts = new Map<string, { bindings: GPUBindGroupLayout; pipeline: GPUPipelineLayout }>();
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #bindGroups = new Map<string, { group: GPUBindGroup; buffers: readonly GPUBuffer[] }>();

  /** @param slot bytes of `uniforms` that a dispatch is given */
  constructor(
    private readonly device: GPUDevice,
    private readonly uniforms: GPUBuffer,
    private readonly slot: number,
    private readonly counts: Counts,
  ) {}

  /** Drops bind groups that name a destroyed buffer. */
  forget(block: Block): void {
    for (const [key, { buffers }] of this.#bindGroups) if (buffers.includes(block.buffer)) this.#bindGroups.delete(key);
  }

  layout(reads: number, writes: number, leaves: number) {
    const key = `${reads},${writes},${leaves}`;
    let layout = this.#layouts.get(key);
    if (!layout) {
      const storage = (i: number): GPUBindGroupLayoutEntry => ({
        binding: i + 1,
        visibility: COMPUTE_STAGE,
        buffer: { type: i >= reads && i < reads + writes ? 'storage' : 'read-only-storage' },
      });
      const bindings = this.device.createBindGroupLayout({
        entries: [
          { binding: 0, visibility: COMPUTE_STAGE, buffer: { type: 'uniform', hasDynamicOffset: true } },
          ...Array.from({ length: reads + writes + leaves }, (_, i) => storage(i)),
        ],
      });
      layout = { bindings, pipeline: this.device.createPipelineLayout({ bindGroupLayouts: [bindings] }) };
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  pipeline(
    { enables = [], files, definitions = '', entry = 'main', constants = {} }: Omit<Bound, 'workgroups'>,
    layout: GPUPipelineLayout,
  ) {
    const program = `${[...enables, ...files].join('+')} ${definitions}`;
    let key = `${program}:${entry}`;
    for (const name in constants) key += `,${name}=${constants[name]}`;
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      let module = this.#modules.get(program);
      if (!module) {
        const parts = ['common' as const, ...files].map((file) => wgsl[file]);
        const code = [...enables.map((extension) => `enable ${extension};`), ...parts, definitions].join('\n');
        module = this.device.createShaderModule({ label: program, code });
        this.#modules.set(program, module);
      }
      pipeline = this.device.createComputePipeline({
        label: key,
        layout,
        compute: { module, entryPoint: entry, constants: { ...constants } },
      });
      this.#pipelines.set(key, pipeline);
      this.counts.pipelines++;
    }
    return pipeline;
  }

  bindGroup(launch: Omit<Bound, 'workgroups'>, layout: GPUBindGroupLayout): GPUBindGroup {
    const blocks = blocksOf(launch);
    const key = `${launch.reads.length},${launch.writes.length}:${blocks.map((b) => b.id).join(',')}`;
    const cached = this.#bindGroups.get(key);
    if (cached) return cached.group;
    const group = this.device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: this.uniforms, size: this.slot } },
        ...blocks.map(({ buffer, offset, bytes: size }, i) => ({ binding: i + 1, resource: { buffer, offset, size } })),
      ],
    });
    // first in, first out: a training loop's groups come round long before that
    if (this.#bindGroups.size >= BIND_GROUPS) this.#bindGroups.delete(this.#bindGroups.keys().next().value!);
    this.#bindGroups.set(key, { group, buffers: blocks.map((b) => b.buffer) });
    this.counts.bindGroups++;
    return group;
  }
}

export const blocksOf = ({ reads, writes, leaves = [] }: Omit<Bound, 'workgroups'>): Block[] => [
  ...reads,
  ...writes,
  ...leaves,
];
