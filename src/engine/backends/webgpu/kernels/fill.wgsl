// Every word of y becomes the same.
struct Params { quads: u32, word: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i < params.quads) { y[i] = vec4u(params.word); }
}
