import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../../src/engine/backends/backend.js';
import { findAdapter, isSoftware } from '../../../../src/engine/backends/webgpu/gpuAccess.js';
import {
  createWebGPUBackend,
  DeviceError,
  DeviceLostError,
  DeviceMemoryError,
} from '../../../../src/engine/backends/webgpu/index.js';
import { wgsl } from '../../../../src/engine/backends/webgpu/kernels.generated.js';
import { webgpu } from './device.js';

/** A device of its own with WebGPU's default limits, to be broken. */
async function fragile(): Promise<{ device: GPUDevice; backend: Backend }> {
  const device = await (await findAdapter(true)).requestDevice();
  return { device, backend: await createWebGPUBackend({ device }) };
}

describe.skipIf(!webgpu)('failures of the WebGPU backend', () => {
  test('an array beyond the limit is refused with both sizes, and the backend goes on', async () => {
    const { backend } = await fragile();
    expect(() => backend.empty([64, 1024, 1024], 'float32')).toThrow(DeviceMemoryError);
    expect(() => backend.empty([64, 1024, 1024], 'float32')).toThrow(
      'an array of shape (64, 1024, 1024) needs 256 MiB, but this GPU allows 128 MiB an array',
    );
    expect(await backend.read(backend.full([2], 3, 'float32'))).toEqual(new Float32Array([3, 3]));
    await backend.dispose();
  });

  test('a lost device rejects reads and syncs as such, once and for all', async () => {
    const { device, backend } = await fragile();
    const x = backend.full([4], 1, 'float32');
    await backend.sync();
    device.destroy();
    await expect(backend.read(x)).rejects.toThrow(DeviceLostError);
    await expect(backend.sync()).rejects.toThrow(DeviceLostError);
    backend.free(backend.unary('exp', x)); // enqueuing does not throw
    await expect(backend.sync()).rejects.toThrow('start again on a new backend');
    await backend.dispose();
  });

  test('a read under way when the device is lost rejects', async () => {
    const { device, backend } = await fragile();
    const read = backend.read(backend.full([4], 1, 'float32'));
    device.destroy();
    await expect(read).rejects.toThrow(DeviceLostError);
  });

  test('what the GPU refuses rejects the next sync, and only that', async () => {
    const { device, backend } = await fragile();
    backend.free(backend.full([4], 1, 'float32')); // opens a batch
    device.createBuffer({ size: 16, usage: 0x1 | 0x80 }); // mapping and storage exclude each other
    await expect(backend.sync()).rejects.toThrow(DeviceError);
    await backend.sync();
    await backend.dispose();
  });

  test('a buffer that the GPU has no memory for is reported in one line, and not used again', async () => {
    const { device, backend } = await fragile();
    const { createBuffer, popErrorScope } = device;
    // Dawn's software GPU would take the machine's memory first: what a full GPU does is played by a buffer that is gone.
    let full = false;
    device.createBuffer = (descriptor) => {
      const buffer = createBuffer.call(device, descriptor);
      if (full) buffer.destroy();
      return buffer;
    };
    device.popErrorScope = async () => {
      const error = await popErrorScope.call(device);
      return full ? new GPUOutOfMemoryError('no room\n - while creating a buffer') : error;
    };
    full = true;
    const x = backend.empty([1000], 'float32');
    const y = backend.unary('exp', x);
    await expect(backend.sync()).rejects.toThrow(
      /^the GPU is out of memory \(no room\): use a smaller picture or batch$/,
    );
    full = false;
    for (const a of [x, y]) backend.free(a);
    const again = backend.full([1000], 2, 'float32'); // of the same size
    expect(await backend.read(again)).toEqual(new Float32Array(1000).fill(2));
    await backend.dispose();
  });

  test('a program that the GPU refuses is reported in one line, with all of its report as the cause', async () => {
    const { backend } = await fragile();
    const kernels = wgsl as Record<string, string>;
    const { cumsum } = wgsl;
    kernels.cumsum = `${cumsum}\nfn broken( {`;
    const x = backend.full([4], 1, 'float32');
    try {
      const y = backend.cumsum(x, 0);
      const error = await backend.sync().then(
        () => null,
        (caught) => caught as Error,
      );
      backend.free(y);
      expect(error).toBeInstanceOf(DeviceError);
      expect(error!.message).toMatch(/^the GPU refused work: .*WGSL.*$/);
      expect((error!.cause as Error).message).toContain('CreateShaderModule');
    } finally {
      kernels.cumsum = cumsum;
    }
    backend.free(x); // what was enqueued together with it is lost
    expect(await backend.read(backend.full([4], 1, 'float32'))).toEqual(new Float32Array(4).fill(1));
    await backend.dispose();
  });

  test('after a loss a new backend works beside the old one', async () => {
    const { device, backend } = await fragile();
    device.destroy();
    await expect(backend.sync()).rejects.toThrow(DeviceLostError);
    const { backend: next } = await fragile();
    expect(await next.read(next.full([3], 5, 'float32'))).toEqual(new Float32Array(3).fill(5));
    await backend.dispose();
    await next.dispose();
  });

  test('more workgroups than one axis takes are laid over two', async () => {
    const n = 65535 * 64 * 4 + 1000; // of the element-wise kernels
    const b = webgpu!;
    const x = b.full([n], 7, 'float32');
    const tail = b.slice(x, 0, n - 3, 3);
    expect(await b.read(tail)).toEqual(new Float32Array([7, 7, 7]));
    for (const a of [x, tail]) b.free(a);
  });

  test.each([
    [{ vendor: 'google', architecture: 'swiftshader', device: '', description: '' }, true],
    [{ vendor: 'mesa', architecture: '', device: '', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, true],
    [{ vendor: 'microsoft', architecture: '', device: '', description: 'Microsoft Basic Render Driver' }, true],
    [{ vendor: 'nvidia', architecture: 'hopper', device: '', description: '' }, false],
    [{ vendor: 'apple', architecture: 'metal-3', device: '', description: '' }, false],
    [{ vendor: 'intel', architecture: 'xe-2lpg', device: '', description: '' }, false],
  ])('%j is software: %s', (info, software) => {
    expect(isSoftware({ ...info, isFallbackAdapter: false } as GPUAdapterInfo)).toBe(software);
  });
});
