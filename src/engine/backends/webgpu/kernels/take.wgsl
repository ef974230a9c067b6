// Rows along the middle axis of (outer, rows, inner), chosen by indices.
struct Params { count: u32, rows: u32, taken: u32, inner: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(0) @binding(3) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let column = i % params.inner;
  let line = i / params.inner;
  let row = u32(indices[line % params.taken]);
  y[i] = x[((line / params.taken) * params.rows + row) * params.inner + column];
}
