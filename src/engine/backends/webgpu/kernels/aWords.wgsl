// A word by word, `count` of four, `step` words apart.
@group(0) @binding(1) var<storage, read> a: array<StoredA>;
fn wordOfA(at: u32) -> f32 { return f32(a[at]); }
fn fourOfA(at: u32, step: u32, count: u32) -> vec4f {
  var v = vec4f(f32(a[at]), 0.0, 0.0, 0.0);
  if (count > 1u) { v.y = f32(a[at + step]); }
  if (count > 2u) { v.z = f32(a[at + 2u * step]); }
  if (count > 3u) { v.w = f32(a[at + 3u * step]); }
  return v;
}
