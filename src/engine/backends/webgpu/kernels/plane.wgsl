// Elements of a plane by flat position, and the adjoint. Positions may repeat; to add in one order whatever the GPU's
// schedule, `link` chains the results that name a position (in any order) and `sum` adds each chain in ascending order.
struct Params { count: u32, plane: u32, taken: u32 } // elements of a plane of x, of indices
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(0) @binding(3) var<storage, read_write> y: array<u32>;

@group(0) @binding(1) var<storage, read> links: array<i32>;
@group(0) @binding(2) var<storage, read_write> head: array<atomic<i32>>;
@group(0) @binding(3) var<storage, read_write> nextOut: array<i32>;

@group(0) @binding(1) var<storage, read> gy: array<f32>;
@group(0) @binding(2) var<storage, read> first: array<i32>;
@group(0) @binding(3) var<storage, read> next: array<i32>;
@group(0) @binding(4) var<storage, read_write> gx: array<f32>;

@compute @workgroup_size(LANES)
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i < params.count) { y[i] = x[(i / params.taken) * params.plane + u32(indices[i])]; }
}

@compute @workgroup_size(LANES)
fn link(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let at = (i / params.taken) * params.plane + u32(links[i]);
  nextOut[i] = atomicExchange(&head[at], i32(i));
}

@compute @workgroup_size(LANES)
fn sum(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  const NONE = 0x7fffffff;
  var total = 0.0;
  var last = -1;
  loop { // chains are short: a pixel is the maximum of few windows
    var smallest = NONE;
    for (var k = first[i]; k >= 0; k = next[k]) {
      if (k > last && k < smallest) { smallest = k; }
    }
    if (smallest == NONE) { break; }
    total += gy[smallest];
    last = smallest;
  }
  gx[i] = total;
}
