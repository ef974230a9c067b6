import { readFileSync } from 'node:fs';

const STORAGE = 0x80;
const source = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
/** Work is made this long, so that starting it does not count. */
const LEAST_MS = 60;
const MOST_GROUPS = 65535;

/** Runs a kernel until it takes long enough; amount (of its `amount(steps)`) a second. */
async function rate(device, { code, constants, buffers, groups, amount, grows }) {
  const module = device.createShaderModule({ code });
  const rows = Math.ceil(groups / MOST_GROUPS);
  let best = 0;
  for (let steps = 1; ; steps *= 2) {
    const pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module, entryPoint: 'main', constants: constants(steps) },
    });
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run++) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let n = 0; n < (grows ? 1 : steps); n++) pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
      pass.end();
      await device.queue.onSubmittedWorkDone();
      const start = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      least = Math.min(least, performance.now() - start);
    }
    best = Math.max(best, amount(steps) / (least / 1000));
    if (least >= LEAST_MS) return best;
  }
}

/** The device's measured limits: float32 FLOP/s of fused multiply-adds, and bytes/s of a copy. */
export async function measurePeak(device) {
  const small = device.createBuffer({ size: 1024, usage: STORAGE });
  const groups = 8192;
  const flops = await rate(device, {
    code: source('peak.wgsl'),
    constants: (steps) => ({ STEPS: 8 * steps }),
    buffers: [small],
    groups,
    grows: true,
    amount: (steps) => 2 * 4 * 8 * 8 * steps * groups * 256,
  });
  const size = Math.min(2 ** 28, device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  const [x, y] = [0, 1].map(() => device.createBuffer({ size, usage: STORAGE }));
  const bytes = await rate(device, {
    code: source('copy.wgsl'),
    constants: () => ({}),
    buffers: [y, x],
    groups: Math.ceil(size / 16 / 256),
    grows: false,
    amount: (steps) => 2 * size * steps,
  });
  for (const buffer of [small, x, y]) buffer.destroy();
  return { flops, bytes };
}
