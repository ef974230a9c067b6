import { sizeOf } from '../backend.js';
import { stretchOf } from './blockGroup.js';
import type { Blocks } from './blocks.js';
import type { Block } from './bufferPool.js';
import type { Commands } from './commands.js';
import { type Code, codeOf, inQuads } from './expression.js';
import { groupsFor } from './launchSize.js';
import { squaresApart, squaresDispatches } from './ops/squares.js';
import type { KernelName } from './programs.js';
import { type Launch, onBestUnits, readsOf, type Step, writesOf } from './step.js';
import type { Storage } from './storage.js';
import { asOne, type Together } from './updates.js';
import type { Variants } from './variants.js';

/** What kernels with an expression need, and what expressions that do something call. */
const FUSED: readonly KernelName[] = ['fused'];
const SCALARS: readonly KernelName[] = ['math', 'scalars'];
const HALF: readonly KernelName[] = ['half'];
const HALF_CODE = /\b(halfOf|wideQuad|wide|narrowQuad|narrow)\b/;

/** How a kernel with a `finish` stores a word. */
const STORED_WORDS = 'alias Stored = u32;\nfn stored(word: u32) -> u32 { return word; }';
const STORED_HALVES = 'alias Stored = f16;\nfn stored(word: u32) -> f16 { return bitcast<vec2<f16>>(narrow(word)).x; }';

type Squares = Step & { readonly kind: 'squares' };

/** Runs planned steps: finds their arrays' memory, composes their kernels and dispatches them. */
export class Execution {
  constructor(
    private readonly commands: Commands,
    private readonly blocks: Blocks,
    private readonly variants: Variants,
  ) {}

  /** Blocks go back to their pool after the last step that needs them, if nobody holds their array. */
  run(steps: readonly (Step | Together)[]): void {
    const lastUse = new Map<Storage, number>();
    const used = steps.map((step) => {
      const all = step.kind === 'together' ? step.steps : [step];
      return [...new Set(all.flatMap((s) => [...readsOf(s), ...writesOf(s)]))];
    });
    used.forEach((storages, i) => {
      for (const s of storages) lastUse.set(s, i);
    });
    for (const step of steps) {
      if (step.kind === 'together') for (const list of step.operands) this.blocks.gather(list);
      if (step.kind === 'squares') this.blocks.gather(step.xs);
    }
    steps.forEach((step, i) => {
      if (step.kind === 'together') this.#encodeTogether(step);
      else if (step.kind === 'assign' && step.src.users === 0 && lastUse.get(step.src) === i)
        this.blocks.takeOver(step);
      else this.#encode(step);
      for (const s of used[i]) if (s.users === 0 && lastUse.get(s) === i) this.blocks.release(s);
    });
  }

  /** Updates of arrays that lie side by side are one; else they run one after another. */
  #encodeTogether(step: Together): void {
    const stretches = step.operands.map((list) => stretchOf(list.map((s) => this.blocks.blockOf(s))));
    const [first] = stretches;
    if (!first || stretches.some((stretch) => stretch?.bytes !== first.bytes)) {
      for (const each of step.steps) this.#encode(each);
      return;
    }
    const places = new Map(step.operands.map(([s], k) => [s, stretches[k]!]));
    this.#encode(asOne(step, first.bytes / 16), places);
  }

  /** @param places where arrays are, if not in their own blocks */
  #encode(step: Step, places?: ReadonlyMap<Storage, Block>): void {
    if (step.kind === 'squares') {
      this.#encodeSquares(step);
      return;
    }
    const { reads, writes, source, finish, dispatches, bytes, flop = 0, ...kernel } = onBestUnits(launchOf(step));
    const native = this.variants.half && kernel.rereads === true;
    let binding = 1 + reads.length + writes.length;
    const codes: Code[] = [];
    for (const [name, expression] of [['source', source] as const, ['finish', finish] as const]) {
      if (!expression) continue;
      const quads = step.kind === 'element' && inQuads(expression);
      const own = step.kind === 'element' ? step.y : undefined;
      const code = codeOf(expression, { name, member: name, binding, quads, native, own });
      codes.push(code);
      binding += code.leaves.length;
    }
    const leaves = codes.flatMap((code) => code.leaves);
    const blocks = (storages: readonly Storage[]): Block[] =>
      storages.map((s) => places?.get(s) ?? this.blocks.blockOf(s));
    const written = blocks(writes);
    const read = this.blocks.apart(blocks([...reads, ...leaves]), written);
    const bound = {
      reads: read.blocks.slice(0, reads.length),
      leaves: read.blocks.slice(reads.length),
      writes: written,
    };
    const definitions = [
      kernel.definitions ?? '',
      ...(kernel.storedAs ?? []).map((name, n) => `alias ${name} = ${kernel.halves?.[n] ? 'f16' : 'f32'};`),
      ...(finish ? [kernel.halfResult ? STORED_HALVES : STORED_WORDS] : []),
      ...codes.map((code) => code.wgsl),
    ].join('\n');
    const calls = [source, finish].some((expression) => expression && expression.operations.length > 0);
    const files: KernelName[] = [
      ...(codes.length > 0 ? FUSED : []),
      ...(calls ? SCALARS : []),
      ...(HALF_CODE.test(definitions) ? HALF : []),
      ...kernel.files,
    ];
    const enables = [...(/\bf16\b/.test(definitions) ? ['f16'] : []), ...(kernel.enables ?? [])];
    const { entry, constants } = kernel;
    for (const { params, workgroups, work } of dispatches) {
      this.commands.dispatch({
        ...{ enables, files, entry, constants },
        ...bound,
        definitions,
        params: [...codes.flatMap((code) => code.params), ...params],
        workgroups,
        work,
      });
    }
    this.blocks.giveBack(read.copies);
    const touched = [...new Set([...reads, ...leaves, ...writes])];
    const bytesOf = (s: Storage): number => places?.get(s)?.bytes ?? s.bytes;
    this.commands.counts.flop += flop;
    this.commands.counts.bytes += bytes ?? touched.reduce((sum, s) => sum + bytesOf(s), 0);
  }

  #encodeSquares({ kernel, xs, sizes, partials }: Squares): void {
    const own = xs.map((s) => this.blocks.blockOf(s));
    const stretch = stretchOf(own);
    const y = this.blocks.blockOf(partials);
    const words = own.map(({ offset }) => (offset - own[0].offset) / 4);
    const dispatches = stretch ? squaresDispatches(sizes, words) : squaresApart(sizes);
    for (const [i, dispatch] of dispatches.entries()) {
      const read = this.blocks.apart([stretch ?? own[i]], [y]);
      this.commands.dispatch({ ...kernel, reads: read.blocks, writes: [y], ...dispatch });
      this.blocks.giveBack(read.copies);
    }
    this.commands.counts.bytes += xs.reduce((sum, s) => sum + s.bytes, partials.bytes);
  }
}

/** Quad i of an expression that is read word by word; nothing is read past its end. */
const FOUR_WORDS = `vec4u(${[0, 1, 2, 3].map((n) => `source(min(4u * i + ${n}u, params.size - 1u))`).join(', ')})`;

/** A step as the launch of a kernel. */
function launchOf(step: Exclude<Step, Squares>): Launch {
  switch (step.kind) {
    case 'launch':
      return step;
    case 'element': {
      const quads = inQuads(step.source);
      const size = sizeOf(step.source.shape);
      const count = quads || step.half ? Math.ceil(size / 4) : size;
      const type = step.half ? 'vec2u' : quads ? 'vec4u' : 'u32';
      const value = step.half ? `narrowQuad(${quads ? 'source(i)' : FOUR_WORDS})` : 'source(i)';
      return {
        files: ['element'],
        definitions:
          `@group(0) @binding(1) var<storage, read_write> y: array<${type}>;\n` +
          `fn value(i: u32) -> ${type} { return ${value}; }`,
        reads: [],
        writes: [step.y],
        source: step.source,
        dispatches: [{ params: [count, size], workgroups: groupsFor(count) }],
      };
    }
    case 'assign': {
      const quads = Math.ceil(step.src.bytes / 16);
      return {
        files: ['copyRows'],
        entry: 'quads',
        reads: [step.src],
        writes: [step.dst],
        dispatches: [{ params: [quads, quads, 0, 0, 0, 0], workgroups: groupsFor(quads) }],
      };
    }
  }
}
