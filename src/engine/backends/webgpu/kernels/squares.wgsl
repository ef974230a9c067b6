// y[c] = Σ x² over chunk c of some arrays side by side in one stretch of memory, a workgroup a chunk. As in reduce.wgsl,
// the host appends `fold`, and a file in front has `foldGroup`.
const CHUNK = 4096u;
struct Params {
  count: u32,
  firstChunk: u32,
  chunks: u32, // of this launch
  members: array<vec4u, 60>, // three words of each array: its first chunk, its first word in the stretch, its elements
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;


fn wordOf(member: u32, i: u32) -> u32 { return params.members[(3u * member + i) >> 2u][(3u * member + i) & 3u]; }

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let item = groupIndex(group, groups);
  let chunk = params.firstChunk + item;
  var member = 0u;
  for (var i = 1u; i < params.count && wordOf(i, 0u) <= chunk; i++) { member = i; }
  let first = wordOf(member, 1u);
  let size = wordOf(member, 2u);
  let start = (chunk - wordOf(member, 0u)) * CHUNK;
  var total = 0.0;
  for (var i = start + lane; i < min(start + CHUNK, size); i += LANES) {
    let value = x[first + i];
    total += value * value;
  }
  let sum = bitcast<f32>(foldGroup(bitcast<u32>(total), lane));
  if (lane == 0u && item < params.chunks) { y[chunk] = sum; }
}
