// y[r·yPitch + yOffset + j] = x[r·xPitch + xOffset + j] for j < width: a whole array, a slice, one part of a
// concatenation. `quads` counts in quads of words, where every number of the launch is divisible by 4.
struct Params { count: u32, width: u32, xPitch: u32, xOffset: u32, yPitch: u32, yOffset: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x1: array<u32>;
@group(0) @binding(2) var<storage, read_write> y1: array<u32>;
@group(0) @binding(1) var<storage, read> x4: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> y4: array<vec4u>;

fn places(i: u32) -> vec2u {
  let row = i / params.width;
  let column = i % params.width;
  return vec2u(row * params.xPitch + params.xOffset, row * params.yPitch + params.yOffset) + column;
}

@compute @workgroup_size(LANES)
fn words(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let at = places(i);
  y1[at.y] = x1[at.x];
}

@compute @workgroup_size(LANES)
fn quads(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let at = places(i);
  y4[at.y] = x4[at.x];
}
