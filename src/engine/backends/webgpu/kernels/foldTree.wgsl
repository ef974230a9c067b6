// Folds a word of each invocation of a workgroup, as a tree in workgroup memory; the result is invocation 0's.
var<workgroup> folded: array<u32, LANES>;
fn foldGroup(word: u32, lane: u32) -> u32 {
  folded[lane] = word;
  for (var width = LANES / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) { folded[lane] = fold(folded[lane], folded[lane + width]); }
  }
  return folded[0];
}
