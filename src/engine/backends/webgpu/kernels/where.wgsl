// y = cond ≠ 0 ? a : b, all three broadcast.
struct Params {
  count: u32,
  rank: u32,
  shape: array<vec4u, 2>,
  cond: array<vec4u, 2>, // strides in words
  a: array<vec4u, 2>,
  b: array<vec4u, 2>,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cond: array<u32>;
@group(0) @binding(2) var<storage, read> a: array<u32>;
@group(0) @binding(3) var<storage, read> b: array<u32>;
@group(0) @binding(4) var<storage, read_write> y: array<u32>;
override COND_IS_FLOAT: bool;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  var rest = i;
  var at = vec3u(0u);
  for (var axis = i32(params.rank) - 1; axis >= 0; axis--) {
    let row = axis >> 2u;
    let col = axis & 3;
    let extent = params.shape[row][col];
    at += (rest % extent) * vec3u(params.cond[row][col], params.a[row][col], params.b[row][col]);
    rest /= extent;
  }
  var bits = cond[at.x];
  if (COND_IS_FLOAT) { bits &= 0x7fffffffu; } // −0 is zero
  if (bits != 0u) { y[i] = a[at.y]; } else { y[i] = b[at.z]; }
}
