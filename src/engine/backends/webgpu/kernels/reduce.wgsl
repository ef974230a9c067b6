// One stage of a reduction: y[s, o] = fold over segment s of the reduced elements of output o. The host merges axes,
// cuts long reductions into segments and runs a second stage over them; the order of folding depends on shapes alone.
//
// `across`: a workgroup an output, its lanes stride through the segment (reduced axis innermost: neighbours read neighbours).
// `along`: 16 neighbouring outputs a workgroup, four lanes each (outputs innermost).
//
// The host appends `source`, which gives a word of x (an array, or an expression over arrays), `finish`, which is applied to a
// result, `neutral`, which gives the word that changes nothing, and `fold`, which calls one of the functions of
// folds.wgsl. A file in front has `foldGroup` and its workgroup memory `folded`: foldTree.wgsl or foldSubgroups.wgsl.

struct Params {
  source: Fused, // x, element by element in row-major order
  finish: Fused, // what becomes of a folded word
  outputs: u32,
  length: u32, // reduced elements of an output
  segments: u32,
  segmentLength: u32,
  keptRank: u32,
  reducedRank: u32,
  keptShape: array<vec4u, 2>,
  keptStrides: array<vec4u, 2>,
  reducedShape: array<vec4u, 2>,
  reducedStrides: array<vec4u, 2>,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn keptOffset(output: u32) -> u32 {
  var rest = output;
  var at = 0u;
  for (var axis = i32(params.keptRank) - 1; axis >= 0; axis--) {
    let extent = params.keptShape[axis >> 2u][axis & 3];
    at += (rest % extent) * params.keptStrides[axis >> 2u][axis & 3];
    rest /= extent;
  }
  return at;
}

fn reducedOffset(element: u32) -> u32 {
  var rest = element;
  var at = 0u;
  for (var axis = i32(params.reducedRank) - 1; axis > 0; axis--) {
    let extent = params.reducedShape[axis >> 2u][axis & 3];
    at += (rest % extent) * params.reducedStrides[axis >> 2u][axis & 3];
    rest /= extent;
  }
  return at + rest * params.reducedStrides[0].x;
}

// Folds elements first, first + step, … below end.
fn foldRange(base: u32, first: u32, step: u32, end: u32) -> u32 {
  var total = neutral();
  for (var i = first; i < end; i += step) { total = fold(total, source(base + reducedOffset(i))); }
  return total;
}

@compute @workgroup_size(LANES)
fn across(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
  let item = groupIndex(group, groups); // segment-major
  let output = item % params.outputs;
  let start = (item / params.outputs) * params.segmentLength;
  let own = foldRange(keptOffset(output), start + lane, LANES, min(start + params.segmentLength, params.length));
  let word = foldGroup(own, lane);
  if (lane == 0u && item < params.outputs * params.segments) { y[item] = stored(finish(word, item)); }
}

@compute @workgroup_size(LANES)
fn along(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let column = lane & 15u;
  let part = lane >> 4u;
  let item = groupIndex(group, groups) * 16u + column;
  let output = item % params.outputs;
  let start = (item / params.outputs) * params.segmentLength;
  folded[lane] = foldRange(keptOffset(output), start + part, 4u, min(start + params.segmentLength, params.length));
  workgroupBarrier();
  if (part == 0u && item < params.outputs * params.segments) {
    let word = fold(fold(folded[column], folded[column + 16u]), fold(folded[column + 32u], folded[column + 48u]));
    y[item] = stored(finish(word, item));
  }
}
