// Nothing but fused multiply-adds on registers: what no kernel can exceed. Eight independent chains of four hide the latency.
override STEPS: u32;
@group(0) @binding(0) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(0.999, 0.998, 0.997, 0.996) + f32(id.x & 1u) * 1e-3;
  var a = vec4f(f32(id.x));
  var b = a + 1.0; var c = a + 2.0; var d = a + 3.0; var e = a + 4.0; var f = a + 5.0; var g = a + 6.0; var h = a + 7.0;
  for (var i = 0u; i < STEPS; i++) {
    a = fma(a, m, m); b = fma(b, m, m); c = fma(c, m, m); d = fma(d, m, m);
    e = fma(e, m, m); f = fma(f, m, m); g = fma(g, m, m); h = fma(h, m, m);
  }
  let sum = a + b + c + d + e + f + g + h;
  if (sum.x + sum.y + sum.z + sum.w == 12345.0) { y[id.x & 255u] = sum.x; } // never, but no compiler knows
}
