// Inclusive running sum along the middle axis of (outer, length, inner). `along`: an invocation a line, for short lines.
// `across`: a workgroup a line; blocks of LANES elements are scanned by doubling (Hillis and Steele), the carry goes from
// block to block.
override INTEGERS: bool;
struct Params { lines: u32, length: u32, inner: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;
var<workgroup> sums: array<u32, LANES>;

fn add(a: u32, b: u32) -> u32 {
  if (INTEGERS) { return a + b; }
  return bitcast<u32>(bitcast<f32>(a) + bitcast<f32>(b));
}

fn startOf(line: u32) -> u32 { return (line / params.inner) * params.length * params.inner + line % params.inner; }

@compute @workgroup_size(LANES)
fn along(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let line = itemIndex(group, groups, lane);
  if (line >= params.lines) { return; }
  let base = startOf(line);
  var sum = 0u;
  for (var i = 0u; i < params.length; i++) {
    sum = add(sum, x[base + i * params.inner]);
    y[base + i * params.inner] = sum;
  }
}

@compute @workgroup_size(LANES)
fn across(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let line = groupIndex(group, groups);
  let base = startOf(line);
  var carry = 0u;
  for (var start = 0u; start < params.length; start += LANES) {
    let i = start + lane;
    let inside = line < params.lines && i < params.length;
    var sum = 0u;
    if (inside) { sum = x[base + i * params.inner]; }
    sums[lane] = sum;
    workgroupBarrier();
    for (var reach = 1u; reach < LANES; reach *= 2u) {
      if (lane >= reach) { sum = add(sums[lane - reach], sum); }
      workgroupBarrier();
      sums[lane] = sum;
      workgroupBarrier();
    }
    if (inside) { y[base + i * params.inner] = add(carry, sum); }
    carry = add(carry, sums[LANES - 1u]);
    workgroupBarrier();
  }
}
