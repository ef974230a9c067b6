// Index of the first extreme along an axis of (outer, length, inner); NaN counts as an extreme, as in NumPy.
// `along`: an invocation an output. `across`: a workgroup an output, for long axes with few outputs.
override MAX: bool;
override INTEGERS: bool;
struct Params { outputs: u32, length: u32, inner: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<i32>;
var<workgroup> bestWord: array<u32, LANES>;
var<workgroup> bestIndex: array<u32, LANES>;

fn better(wa: u32, wb: u32) -> bool {
  if (INTEGERS) { return select((bitcast<i32>(wa) < bitcast<i32>(wb)), (bitcast<i32>(wa) > bitcast<i32>(wb)), MAX); }
  let a = bitcast<f32>(wa);
  let b = bitcast<f32>(wb);
  if (isNan(b)) { return false; }
  if (isNan(a)) { return true; }
  return select((a < b), (a > b), MAX);
}

fn search(output: u32, first: u32, step: u32) -> vec2u {
  let base = (output / params.inner) * params.length * params.inner + output % params.inner;
  var index = first;
  var word = x[base + first * params.inner];
  for (var i = first + step; i < params.length; i += step) {
    let candidate = x[base + i * params.inner];
    if (better(candidate, word)) {
      word = candidate;
      index = i;
    }
  }
  return vec2u(word, index);
}

@compute @workgroup_size(LANES)
fn along(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let output = itemIndex(group, groups, lane);
  if (output < params.outputs) { y[output] = i32(search(output, 0u, 1u).y); }
}

@compute @workgroup_size(LANES)
fn across(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
  let item = groupIndex(group, groups);
  let output = min(item, params.outputs - 1u);
  let found = search(output, min(lane, params.length - 1u), LANES);
  bestWord[lane] = found.x;
  bestIndex[lane] = found.y;
  for (var width = LANES / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      let other = lane + width;
      let tie = !better(bestWord[lane], bestWord[other]);
      if (better(bestWord[other], bestWord[lane]) || (tie && bestIndex[other] < bestIndex[lane])) {
        bestWord[lane] = bestWord[other];
        bestIndex[lane] = bestIndex[other];
      }
    }
  }
  if (lane == 0u && item < params.outputs) { y[item] = i32(bestIndex[0]); }
}
