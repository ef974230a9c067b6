// Half precision, two to a word, to and from float32, one invocation a word of halves. On bits, so that no GPU needs a feature for
// it and all give the same: the language leaves open how its own packing rounds, and what it makes of numbers that are too large.
struct Params { count: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

const INFINITY = 0x7f800000u;
const UNIT = 16777216.0; // one over the smallest half

// A half's bits as a float32's.
fn wide(h: u32) -> u32 {
  let size = h & 0x7fffu;
  var bits = (size << 13u) + 0x38000000u; // the exponent's bias goes from 15 to 127
  if (size < 0x400u) { bits = bitcast<u32>(f32(size) / UNIT); }
  if (size >= 0x7c00u) { bits = INFINITY | (size << 13u); }
  return ((h & 0x8000u) << 16u) | bits;
}

// A float32's bits as a half's, to nearest, ties to even.
fn narrow(bits: u32) -> u32 {
  let size = bits & 0x7fffffffu;
  var h = (size - 0x38000000u + 0xfffu + ((size >> 13u) & 1u)) >> 13u;
  if (size < 0x38800000u) { h = u32(round(bitcast<f32>(size) * UNIT)); }
  if (size >= 0x47800000u) { h = select(0x7c00u, 0x7e00u, size > INFINITY); }
  return ((bits >> 16u) & 0x8000u) | h;
}

@compute @workgroup_size(LANES)
fn widen(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  y[2u * i] = wide(x[i] & 0xffffu);
  y[2u * i + 1u] = wide(x[i] >> 16u);
}

@compute @workgroup_size(LANES)
fn narrowed(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  y[i] = narrow(x[2u * i]) | (narrow(x[2u * i + 1u]) << 16u);
}
