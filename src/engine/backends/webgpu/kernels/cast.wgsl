// float32 ↔ int32. Towards int32 truncates, saturates, and makes 0 of NaN.
struct Params { quads: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4u>;
override TO_INTEGER: bool;

fn word(x: u32) -> u32 {
  if (!TO_INTEGER) { return bitcast<u32>(f32(bitcast<i32>(x))); }
  let value = bitcast<f32>(x);
  if (isNan(value)) { return 0u; }
  if (value >= 2147483648.0) { return 0x7fffffffu; }
  if (value <= -2147483648.0) { return 0x80000000u; }
  return bitcast<u32>(i32(value));
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.quads) { return; }
  let v = x[i];
  y[i] = vec4u(word(v.x), word(v.y), word(v.z), word(v.w));
}
