// Max and sum pooling over planes, and the adjoint of the sum. An invocation a result.
struct Params {
  count: u32,
  scale: f32,
  size: vec2i,    // of the bigger side's plane, (vertical, horizontal)
  outSize: vec2i, // of the pooled plane
  kernel: vec2i,
  stride: vec2i,
  pad: vec2i,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> indices: array<i32>;

struct Place { plane: u32, at: vec2i }
fn placeOf(i: u32, size: vec2i) -> Place {
  let width = u32(size.y);
  let height = u32(size.x);
  return Place(i / width / height, vec2i(i32(i / width % height), i32(i % width)));
}

@compute @workgroup_size(LANES)
fn maximum(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let place = placeOf(i, params.outSize);
  let start = place.at * params.stride - params.pad;
  let low = max(start, vec2i(0));
  let high = min(start + params.kernel, params.size);
  let base = i32(place.plane) * params.size.x * params.size.y;
  var best = -infinity();
  var index = 0;
  var found = false;
  for (var v = low.x; v < high.x; v++) {
    for (var u = low.y; u < high.y; u++) {
      let at = v * params.size.y + u;
      let value = x[base + at];
      if (!found || value > best || (isNan(value) && !isNan(best))) {
        best = value;
        index = at;
        found = true;
      }
    }
  }
  y[i] = best;
  indices[i] = index;
}

@compute @workgroup_size(LANES)
fn sum(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let place = placeOf(i, params.outSize);
  let start = place.at * params.stride - params.pad;
  let low = max(start, vec2i(0));
  let high = min(start + params.kernel, params.size);
  let base = i32(place.plane) * params.size.x * params.size.y;
  var total = 0.0;
  for (var v = low.x; v < high.x; v++) {
    var row = 0.0;
    for (var u = low.y; u < high.y; u++) { row += x[base + v * params.size.y + u]; }
    total += row;
  }
  y[i] = total * params.scale;
}

// x is the gradient of the pooled plane; window o covers cells o·stride − pad up to that plus kernel.
@compute @workgroup_size(LANES)
fn sumGrad(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let place = placeOf(i, params.size);
  let reach = place.at + params.pad;
  let low = max(vec2i(0), (reach - params.kernel + params.stride) / params.stride); // ⌈(reach − kernel + 1) / stride⌉
  let high = min(params.outSize - 1, reach / params.stride);
  let base = i32(place.plane) * params.outSize.x * params.outSize.y;
  var total = 0.0;
  for (var v = low.x; v <= high.x; v++) {
    for (var u = low.y; u <= high.y; u++) { total += x[base + v * params.outSize.y + u]; }
  }
  y[i] = total * params.scale;
}
