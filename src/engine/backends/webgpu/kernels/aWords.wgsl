// A word by word, `count` of four, `step` words apart.
@group(0) @binding(1) var<storage, read> a: array<f32>;
fn wordOfA(at: u32) -> f32 { return a[at]; }
fn fourOfA(at: u32, step: u32, count: u32) -> vec4f {
  var v = vec4f(a[at], 0.0, 0.0, 0.0);
  if (count > 1u) { v.y = a[at + step]; }
  if (count > 2u) { v.z = a[at + 2u * step]; }
  if (count > 3u) { v.w = a[at + 3u * step]; }
  return v;
}
