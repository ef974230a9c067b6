// Put in front of every kernel. Arrays of either dtype are bound as raw 32-bit words where a kernel only moves them.

// Invocations of a one-dimensional launch; two axes, because one ends at 65 535 workgroups.
const LANES = 64u;

fn groupIndex(group: vec3u, groups: vec3u) -> u32 { return group.y * groups.x + group.x; }
fn itemIndex(group: vec3u, groups: vec3u, lane: u32) -> u32 { return groupIndex(group, groups) * LANES + lane; }

// WGSL lets a compiler assume that no NaN and no infinity occurs, and refuses constants that are one: test and make them by bits.
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn isInfinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }
fn nan() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }
fn infinity() -> f32 { var bits = 0x7f800000u; return bitcast<f32>(bits); }
fn withSign(magnitude: f32, sign: f32) -> f32 {
  return bitcast<f32>((bitcast<u32>(magnitude) & 0x7fffffffu) | (bitcast<u32>(sign) & 0x80000000u));
}
// As NumPy's maximum and minimum: NaN wins.
fn greatest(a: f32, b: f32) -> f32 { if (isNan(a)) { return a; } if (isNan(b)) { return b; } return max(a, b); }
fn least(a: f32, b: f32) -> f32 { if (isNan(a)) { return a; } if (isNan(b)) { return b; } return min(a, b); }
