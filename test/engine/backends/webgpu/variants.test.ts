/**
 * Kernels that need more of a GPU than WebGPU promises. SwiftShader has subgroups, but neither half precision nor matrix units:
 * half precision runs where a device has it (Mesa's llvmpipe from 24 on), matrix units are emulated, and all are compiled.
 */

import { afterEach, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import type { Backend, ConvGeometry, DeviceArray, Shape } from '../../../../src/engine/backends/backend.js';
import { findAdapter } from '../../../../src/engine/backends/webgpu/gpuAccess.js';
import { createWebGPUBackend, deviceWishes, type TuningStore } from '../../../../src/engine/backends/webgpu/index.js';
import { wgsl } from '../../../../src/engine/backends/webgpu/kernels.generated.js';
import {
  MATRIX_TILES,
  type MatrixUnit,
  matrixConstants,
  matrixTileFor,
  matrixUnitOf,
} from '../../../../src/engine/backends/webgpu/ops/matrixUnits.js';
import { offeredBy, PLAIN, type Variants } from '../../../../src/engine/backends/webgpu/variants.js';
import type { WebGPUBackend } from '../../../../src/engine/backends/webgpu/webgpuBackend.js';
import { memoryStore, webgpu } from './device.js';

const offered = webgpu ? offeredBy(webgpu.gpu.device) : PLAIN;
const kernels = wgsl as Record<string, string>;
const original = { ...kernels };

afterEach(() => {
  if (webgpu) webgpu.gpu.variants = PLAIN;
  Object.assign(kernels, original);
});

const geometry = (stride: number, pad: number, groups = 1): ConvGeometry => ({
  stride: [stride, stride],
  pad: [pad, pad],
  dilate: [1, 1],
  groups,
});

type Operation = (b: Backend, xs: DeviceArray[]) => DeviceArray;
const products: [string, Shape[], Operation][] = [
  [
    'quads of both',
    [
      [2, 70, 76],
      [2, 76, 68],
    ],
    (b, [x, y]) => b.matmul(x, y, false, false),
  ],
  [
    'transposed',
    [
      [71, 37],
      [45, 71],
    ],
    (b, [x, y]) => b.matmul(x, y, true, true),
  ],
  [
    'a long sum',
    [
      [20, 1000],
      [1000, 7],
    ],
    (b, [x, y]) => b.matmul(x, y, false, false),
  ],
  [
    'a convolution',
    [[2, 7, 13, 11], [70, 7, 3, 3], [70]],
    (b, [x, w, bias]) => b.conv2d(x, w, bias, geometry(1, 1), [13, 11]),
  ],
  [
    'a strided one in groups',
    [
      [2, 8, 12, 12],
      [6, 4, 4, 4],
    ],
    (b, [x, w]) => b.conv2d(x, w, null, geometry(2, 1, 2), [6, 6]),
  ],
  [
    'a transposed one',
    [[2, 9, 6, 5], [9, 33, 4, 4], [33]],
    (b, [x, w, bias]) => b.conv2dInput(x, w, bias, geometry(2, 1), [12, 10]),
  ],
  [
    'a weight gradient',
    [
      [2, 7, 13, 11],
      [2, 70, 13, 11],
    ],
    (b, [x, gy]) => b.conv2dWeight(x, gy, geometry(1, 1), [3, 3]),
  ],
];

function numbers(b: Backend, shape: Shape, stream: number): DeviceArray {
  return b.unary('affine', b.randomUniform(shape, 5, stream), 1, -0.5);
}

/** An operation by some variants, and the launches it took. */
async function run(variants: Variants, operation: () => DeviceArray) {
  const b = webgpu!;
  b.gpu.execute();
  b.gpu.variants = variants;
  const before = b.gpu.commands.counts.dispatches;
  const y = operation();
  const values = (await b.read(y)) as Float32Array;
  b.free(y);
  b.gpu.variants = PLAIN;
  return { values, launches: b.gpu.commands.counts.dispatches - before };
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  const scale = Math.sqrt(expected.reduce((sum, v) => sum + v * v, 0) / expected.length);
  expect(actual.length).toBe(expected.length);
  for (const [i, v] of expected.entries())
    if (!(Math.abs(actual[i] - v) <= tolerance * Math.max(scale, Math.abs(v))))
      expect.fail(`element ${i} is ${actual[i]}, not ${v}`);
}

describe.skipIf(!offered.subgroups)('sums by subgroups', () => {
  const b = webgpu!;
  test.each([
    ['sum', 'float32'],
    ['sum', 'int32'],
    ['max', 'float32'],
    ['min', 'int32'],
    ['prod', 'float32'],
  ] as const)('%s of %s is that of the tree', async (op, dtype) => {
    for (const shape of [
      [3, 64],
      [5, 1001],
      [2, 70_001],
    ]) {
      const x = b.cast(b.unary('affine', numbers(b, shape, 1), dtype === 'int32' ? 1000 : 0.01, 1), dtype);
      const [expected, actual] = [
        await run(PLAIN, () => b.reduce(op, x, [1])),
        await run({ ...PLAIN, subgroups: true }, () => b.reduce(op, x, [1])),
      ];
      expectClose(actual.values, expected.values, dtype === 'int32' ? 0 : 1e-5);
    }
  });

  test('NaN wins', async () => {
    const x = b.upload(
      Float32Array.from({ length: 300 }, (_, i) => (i === 77 ? Number.NaN : i)),
      [1, 300],
    );
    for (const op of ['max', 'min'] as const) {
      const { values } = await run({ ...PLAIN, subgroups: true }, () => b.reduce(op, x, [1]));
      expect(values).toEqual(new Float32Array([Number.NaN]));
    }
  });
});

describe.skipIf(!offered.half)('half precision', () => {
  test.each(products)(
    '%s is read and stored in it by one launch',
    { timeout: 300_000 },
    async (_, shapes, operation) => {
      const b = webgpu!;
      const xs = shapes.map((shape, i) => b.cast(numbers(b, shape, i), 'float16'));
      const inHalf = () => {
        const wide = xs.map((x) => b.cast(x, 'float32'));
        const y = operation(b, wide);
        const narrow = b.cast(y, 'float16');
        for (const a of [...wide, y]) b.free(a); // as the end of a scope does: what somebody holds is written out
        return narrow;
      };
      const [expected, actual] = [await run(PLAIN, inHalf), await run({ ...PLAIN, half: true }, inHalf)];
      expectClose(actual.values, expected.values, 2e-3);
      expect(expected.launches).toBeGreaterThan(3);
      expect(actual.launches).toBeLessThanOrEqual(3); // the product, perhaps the sum of its parts, and the read, which widens
    },
  );
});

/** gemmMatrix.wgsl with functions in place of matrix units: a matrix is where it lies, each invocation has its share of a sum. */
function emulated(text: string): string {
  return text
    .replace(/ @builtin\(subgroup_id\) subgroup: u32,\s*@builtin\(subgroup_invocation_id\) member: u32/, '')
    .replace('  begin(share', '  let subgroup = lane / SUBGROUP;\n  let member = lane % SUBGROUP;\n  begin(share')
    .replace(/alias Left = .*/, 'alias Left = vec2u;')
    .replace(/alias Right = .*/, 'alias Right = vec2u;')
    .replace(/alias Sum = .*/, 'alias Sum = array<f32, CELLS / SUBGROUP>;')
    .replace('subgroupMatrixLoad<Left, row_major>(&aTile, ', 'vec2u(')
    .replace('subgroupMatrixLoad<Right, row_major>(&bTile, ', 'vec2u(')
    .replace(
      'subgroupMatrixMultiplyAccumulate(left[i], right, sums[i][j])',
      'multiplied(member, left[i], right, sums[i][j])',
    )
    .replace('subgroupMatrixStore<row_major>(&cells, ', 'placed(member, ')
    .concat(`
fn multiplied(member: u32, left: vec2u, right: vec2u, sum: Sum) -> Sum {
  var s = sum;
  for (var i = 0u; i < CELLS / SUBGROUP; i++) {
    let cell = vec2u((member + i * SUBGROUP) / MATRIX_N, (member + i * SUBGROUP) % MATRIX_N);
    for (var k = 0u; k < MATRIX_K; k++) {
      s[i] += aTile[left.x + cell.x * left.y + k] * bTile[right.x + k * right.y + cell.y];
    }
  }
  return s;
}
fn placed(member: u32, at: u32, sum: Sum, pitch: u32) {
  var s = sum;
  for (var i = 0u; i < CELLS / SUBGROUP; i++) {
    let cell = member + i * SUBGROUP;
    cells[at + cell / MATRIX_N * pitch + cell % MATRIX_N] = s[i];
  }
}
`);
}

describe.skipIf(!webgpu)('matrix units', () => {
  const unit: MatrixUnit = { element: 'f32', m: 16, n: 8, k: 8, subgroup: 32 };

  test.each(products)('%s is right on emulated ones', { timeout: 300_000 }, async (_, shapes, operation) => {
    // a device of its own: pipelines are kept by name, and these must not stay
    const device = await (await findAdapter(true)).requestDevice({
      requiredLimits: { maxComputeWorkgroupStorageSize: 32768 },
    });
    const b = (await createWebGPUBackend({ device })) as WebGPUBackend;
    const { createShaderModule } = device;
    let compiled = 0;
    device.createShaderModule = (descriptor) => {
      const own = descriptor.code.includes('subgroup_matrix');
      compiled += Number(own);
      const code = own ? descriptor.code.replace(/^enable .*/gm, '') : descriptor.code;
      return createShaderModule.call(device, { ...descriptor, code });
    };
    kernels.gemmMatrix = `${emulated(original.gemmMatrix)} // subgroup_matrix`;
    try {
      const xs = shapes.map((shape, i) => numbers(b, shape, i));
      const expected = (await b.read(operation(b, xs))) as Float32Array;
      b.gpu.variants = { ...PLAIN, matrix: unit };
      const actual = (await b.read(operation(b, xs))) as Float32Array;
      expect(compiled).toBe(1);
      expectClose(actual, expected, 1e-5);
    } finally {
      await b.dispose();
    }
  });
});

describe('kernels for matrix units', () => {
  // Dawn's device without a GPU knows every feature: it reads programs and runs none. Kept: the process crashes if it is collected.
  const none = create(['backend=null', 'enable-dawn-features=allow_unsafe_apis']);
  Object.assign(globalThis, globals);

  test.each([
    ['matmul', 'aQuads', 'bQuads'],
    ['matmul', 'aWords', 'bWords'],
    ['convParams', 'convForward', 'aQuads'],
    ['convParams', 'convInput', 'aWords'],
    ['convParams', 'convWeight', 'aWords'],
  ])('compile: %s %s %s', async (...files) => {
    const adapter = (await none.requestAdapter())!;
    const device = await adapter.requestDevice({
      requiredFeatures: ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix' as GPUFeatureName],
    });
    const unit: MatrixUnit = { element: 'f16', m: 16, n: 16, k: 16, subgroup: 32 };
    for (const tile of MATRIX_TILES) {
      const code = [
        'enable f16; enable subgroups; enable chromium_experimental_subgroup_matrix;',
        ...['common', 'fused', 'half', 'gemmTile', 'gemmMatrix', ...files].map((file) => original[file]),
        matrixConstants(tile, unit),
        'alias StoredA = f16; alias StoredB = f16; alias StoredBias = f16; alias Stored = f16;',
        'fn stored(word: u32) -> f16 { return bitcast<vec2<f16>>(narrow(word)).x; }',
        'fn finish(v: u32, i: u32) -> u32 { return v; }',
        'fn source(i: u32) -> u32 { return i; }',
      ].join('\n');
      const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
      expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
    }
    device.destroy();
  });

  const info = (subgroupMinSize: number, subgroupMatrixConfigs: object[]): GPUAdapterInfo =>
    ({ subgroupMinSize, subgroupMaxSize: 32, subgroupMatrixConfigs }) as unknown as GPUAdapterInfo;
  const half = { componentType: 'f16', resultComponentType: 'f32' };

  test('the largest unit that multiplies f16 into f32 is taken, where subgroups have one size', () => {
    const configs = [
      { ...half, M: 16, N: 8, K: 16 },
      { ...half, M: 16, N: 16, K: 16 },
      { ...half, resultComponentType: 'f16', M: 32, N: 32, K: 16 },
    ];
    expect(matrixUnitOf(info(32, configs))).toEqual({ element: 'f16', m: 16, n: 16, k: 16, subgroup: 32 });
    expect(matrixUnitOf(info(16, configs))).toBeNull();
    expect(matrixUnitOf(info(32, configs.slice(2)))).toBeNull();
    expect(matrixUnitOf({} as GPUAdapterInfo)).toBeNull();
  });

  test.each([
    [1e4, 48 << 10, [128, 128]],
    [1000, 48 << 10, [64, 64]], // too few of the large ones
    [1e4, 16 << 10, [64, 64]], // no room for the large one
    [1e4, 8 << 10, null],
  ])('a result of %d² with %d bytes of workgroup memory gets tiles of %j', (size, memory, expected) => {
    const unit: MatrixUnit = { element: 'f16', m: 16, n: 16, k: 16, subgroup: 32 };
    const tile = matrixTileFor({ rows: size, columns: size, depth: 64, slices: 1 }, unit, { invocations: 256, memory });
    expect(tile && [tile.rows, tile.columns]).toEqual(expected);
  });
});

describe.skipIf(!offered.subgroups)('the self-check', () => {
  /** A device of its own, whose pipelines are made of the kernels as they are now. */
  async function fresh(store: TuningStore): Promise<WebGPUBackend> {
    const adapter = await findAdapter(true);
    const { requiredLimits } = deviceWishes(adapter);
    const device = await adapter.requestDevice({ requiredLimits, requiredFeatures: ['subgroups'] });
    return (await createWebGPUBackend({ device, tuning: store })) as WebGPUBackend;
  }
  test('turns on what is right, once for each GPU', { timeout: 120_000 }, async () => {
    const store = memoryStore();
    const first = await fresh(store);
    expect(first.gpu.variants).toEqual({ ...PLAIN, subgroups: true });
    expect(JSON.parse(store.text!).checked).toEqual({ subgroups: true });
    expect(first.memory().arrays).toBe(0);
    expect(first.gpu.tuning!.wanted).toBe(0);
    await first.dispose();
    const second = await fresh(store);
    expect(second.gpu.variants).toEqual({ ...PLAIN, subgroups: true });
    expect(second.gpu.commands.counts.dispatches).toBe(0);
    await second.dispose();
  });

  test.each([
    ['wrong', (text: string) => text.replace('total = fold(total, folded[i])', 'total = fold(total, total)')],
    ['no program', (text: string) => `${text} this is no WGSL`],
  ])('keeps to the plain kernel where the variant is %s', { timeout: 120_000 }, async (_, spoil) => {
    kernels.foldSubgroups = spoil(original.foldSubgroups);
    const store = memoryStore();
    const b = await fresh(store);
    expect(b.gpu.variants).toEqual(PLAIN);
    expect(JSON.parse(store.text!).checked).toEqual({ subgroups: false });
    const x = b.full([1, 1000], 1, 'float32');
    expect(await b.read(b.reduce('sum', x, [1]))).toEqual(new Float32Array([1000]));
    await b.dispose();
  });
});
