// Bilinear resampling of planes, PyTorch's two conventions, and its adjoint in gather form: a source pixel visits the
// results that may read it and repeats their weights.
struct Params {
  count: u32,
  alignCorners: u32,
  scale: vec2f,   // source pixels a result pixel, (vertical, horizontal)
  size: vec2i,    // source plane
  outSize: vec2i, // result plane
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

struct Taps { low: vec2i, high: vec2i, weight: vec2f } // weight of `high`
fn tapsOf(at: vec2i) -> Taps {
  var source = vec2f(at) * params.scale;
  if (params.alignCorners == 0u) { source = max((vec2f(at) + 0.5) * params.scale - 0.5, vec2f(0.0)); }
  let low = min(vec2i(source), params.size - 1);
  return Taps(low, min(low + 1, params.size - 1), clamp(source - vec2f(low), vec2f(0.0), vec2f(1.0)));
}

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let width = u32(params.outSize.y);
  let height = u32(params.outSize.x);
  let taps = tapsOf(vec2i(i32(i / width % height), i32(i % width)));
  let base = i32(i / width / height) * params.size.x * params.size.y;
  let top = base + taps.low.x * params.size.y;
  let bottom = base + taps.high.x * params.size.y;
  y[i] = mix(mix(x[top + taps.low.y], x[top + taps.high.y], taps.weight.y),
             mix(x[bottom + taps.low.y], x[bottom + taps.high.y], taps.weight.y), taps.weight.x);
}

// Share of source row or column `at` in a result with these taps along one axis.
fn share(at: i32, low: i32, high: i32, weight: f32) -> f32 {
  return select(0.0, 1.0 - weight, at == low) + select(0.0, weight, at == high);
}

@compute @workgroup_size(LANES)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let width = u32(params.size.y);
  let height = u32(params.size.x);
  let at = vec2i(i32(i / width % height), i32(i % width));
  let base = i32(i / width / height) * params.outSize.x * params.outSize.y;
  // Results whose source lies within a pixel of `at`, two more each way for rounding; everything where scale is 0, and past
  // the borders, where results are clamped onto the outermost pixels.
  let inverse = select(vec2f(0.0), 1.0 / params.scale, params.scale > vec2f(0.0));
  var low = max(vec2i(floor((vec2f(at) - 1.5) * inverse)) - 2, vec2i(0));
  var high = min(vec2i(ceil((vec2f(at) + 1.5) * inverse)) + 2, params.outSize - 1);
  low = select(low, vec2i(0), (params.scale <= vec2f(0.0)) | (at == vec2i(0)));
  high = select(high, params.outSize - 1, (params.scale <= vec2f(0.0)) | (at >= params.size - 1));
  var total = 0.0;
  for (var v = low.x; v <= high.x; v++) {
    let vertical = tapsOf(vec2i(v, 0));
    let down = share(at.x, vertical.low.x, vertical.high.x, vertical.weight.x);
    if (down == 0.0) { continue; }
    var row = 0.0;
    for (var u = low.y; u <= high.y; u++) {
      let taps = tapsOf(vec2i(v, u));
      row += share(at.y, taps.low.y, taps.high.y, taps.weight.y) * x[base + v * params.outSize.y + u];
    }
    total += down * row;
  }
  y[i] = total;
}
