// y[i] = value(i), which the host makes of an expression over other arrays, with the type of y: words, or quads of words or of
// halves. Storage is padded to whole quads, so the last quad may compute on padding.
struct Params { source: Fused, count: u32, size: u32 }
@group(0) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i < params.count) { y[i] = value(i); }
}
