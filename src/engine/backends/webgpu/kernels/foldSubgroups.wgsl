// Folds a word of each invocation of a workgroup: within subgroups by their own instruction, which is called by `foldSubgroup`,
// then their results, with one barrier; the result is invocation 0's. Subgroups must consist of neighbouring invocations.
var<workgroup> folded: array<u32, LANES>;
fn foldGroup(word: u32, lane: u32) -> u32 {
  let size = subgroupAdd(1u);
  let own = foldSubgroup(word);
  if (lane % size == 0u) { folded[lane / size] = own; }
  workgroupBarrier();
  var total = folded[0];
  for (var i = 1u; i < LANES / size; i++) { total = fold(total, folded[i]); }
  return total;
}

fn together_float_sum(x: f32) -> f32 { return subgroupAdd(x); }
fn together_float_prod(x: f32) -> f32 { return subgroupMul(x); }
fn together_float_max(x: f32) -> f32 { return select(subgroupMax(x), nan(), subgroupAny(isNan(x))); }
fn together_float_min(x: f32) -> f32 { return select(subgroupMin(x), nan(), subgroupAny(isNan(x))); }
fn together_int_sum(x: i32) -> i32 { return subgroupAdd(x); }
fn together_int_prod(x: i32) -> i32 { return subgroupMul(x); }
fn together_int_max(x: i32) -> i32 { return subgroupMax(x); }
fn together_int_min(x: i32) -> i32 { return subgroupMin(x); }
