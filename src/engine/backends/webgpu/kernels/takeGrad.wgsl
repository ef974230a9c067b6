// Adjoint of take, without atomic float adds, so that repeats add up in the order of the indices. `link` chains equal
// indices: first[row] is the first place where `indices` names the row, next[k] the following one (−1 ends a chain).
// `sum` walks the chain of its row. The host fills `first` with −1 beforehand.
struct Params { count: u32, rows: u32, taken: u32, inner: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read_write> firstOut: array<i32>;
@group(0) @binding(3) var<storage, read_write> nextOut: array<i32>;
@group(0) @binding(1) var<storage, read> gy: array<f32>;
@group(0) @binding(2) var<storage, read> first: array<i32>;
@group(0) @binding(3) var<storage, read> next: array<i32>;
@group(0) @binding(4) var<storage, read_write> gx: array<f32>;

@compute @workgroup_size(LANES)
fn link(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let k = itemIndex(group, groups, lane);
  if (k >= params.taken) { return; }
  let row = indices[k];
  var following = -1;
  for (var other = k + 1u; other < params.taken; other++) {
    if (indices[other] == row) {
      following = i32(other);
      break;
    }
  }
  nextOut[k] = following;
  for (var other = 0u; other < k; other++) {
    if (indices[other] == row) { return; }
  }
  firstOut[row] = i32(k);
}

@compute @workgroup_size(LANES)
fn sum(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let column = i % params.inner;
  let line = i / params.inner;
  let base = (line / params.rows) * params.taken * params.inner + column;
  var total = 0.0;
  for (var k = first[line % params.rows]; k >= 0; k = next[k]) { total += gy[base + u32(k) * params.inner]; }
  gx[i] = total;
}
