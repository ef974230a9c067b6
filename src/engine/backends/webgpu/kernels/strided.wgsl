// Moves words between a dense array and a strided view of another: y[i] = x[view(i)] (`gather`) or y[view(i)] = x[i]
// (`scatter`), view(i) = offset + Σ index·stride; strides may be negative or 0.
struct Params {
  count: u32,
  rank: u32,
  offset: i32,
  shape: array<vec4u, 2>,
  strides: array<vec4i, 2>,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

fn view(i: u32) -> i32 {
  var rest = i;
  var at = params.offset;
  for (var axis = i32(params.rank) - 1; axis >= 0; axis--) {
    let extent = params.shape[axis >> 2u][axis & 3];
    at += i32(rest % extent) * params.strides[axis >> 2u][axis & 3];
    rest /= extent;
  }
  return at;
}

@compute @workgroup_size(LANES)
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i < params.count) { y[i] = x[view(i)]; }
}

@compute @workgroup_size(LANES)
fn scatter(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i < params.count) { y[view(i)] = x[i]; }
}
