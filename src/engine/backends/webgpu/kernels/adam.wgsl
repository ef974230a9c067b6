// One step of Adam in place, four elements an invocation.
struct Params { quads: u32, stepSize: f32, rate1: f32, rate2: f32, eps: f32, decay: f32 } // rates: 1 − β
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> g: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> p: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> m: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> v: array<vec4f>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.quads) { return; }
  let grad = g[i];
  let mean = m[i] + params.rate1 * (grad - m[i]);
  let square = v[i] + params.rate2 * (grad * grad - v[i]);
  m[i] = mean;
  v[i] = square;
  p[i] -= params.stepSize * mean / (sqrt(square) + params.eps) + params.decay * p[i];
}
