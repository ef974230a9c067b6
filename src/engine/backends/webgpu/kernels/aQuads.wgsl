// A where quads along the summed axis lie in memory as quads: one vector load.
@group(0) @binding(1) var<storage, read> a: array<vec4<StoredA>>;
fn fourOfA(at: u32, step: u32, count: u32) -> vec4f { return vec4f(a[at >> 2u]); }
