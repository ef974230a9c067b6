// Philox 4×32-10 (Salmon et al. 2011): one block of four words an invocation, counter (block, stream, 0, 0), key (seed, 0).
struct Params { quads: u32, seed: u32, stream: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

// The upper 32 bits of a product, from 16-bit halves.
fn multiplyHigh(a: u32, b: u32) -> u32 {
  let aLow = a & 0xffffu;
  let aHigh = a >> 16u;
  let bLow = b & 0xffffu;
  let bHigh = b >> 16u;
  let low = aLow * bLow;
  let middle = aHigh * bLow + (low >> 16u); // at most (2¹⁶ − 1)² + 2¹⁶ − 1 < 2³²
  let other = aLow * bHigh + (middle & 0xffffu);
  return aHigh * bHigh + (middle >> 16u) + (other >> 16u);
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.quads) { return; }
  var counter = vec4u(i, params.stream, 0u, 0u);
  var key = vec2u(params.seed, 0u);
  for (var round = 0u; round < 10u; round++) {
    let high0 = multiplyHigh(counter.x, 0xd2511f53u);
    let high1 = multiplyHigh(counter.z, 0xcd9e8d57u);
    counter = vec4u(high1 ^ counter.y ^ key.x, counter.z * 0xcd9e8d57u, high0 ^ counter.w ^ key.y, counter.x * 0xd2511f53u);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  y[i] = vec4f(counter >> vec4u(8u)) * 5.9604644775390625e-8; // 2⁻²⁴
}
