// What the three convolution kernels are told. Pairs are (vertical, horizontal).
struct Params {
  source: Fused, // of the operand that is gathered
  finish: Fused,
  gemm: Gemm,
  images: u32,
  groups: u32,
  inChannels: u32, // of a group, on the side of x
  outChannels: u32, // of a group, on the side of y
  size: vec2i, // of x
  outSize: vec2i, // of y
  kernel: vec2i,
  stride: vec2i,
  pad: vec2i,
  dilate: vec2i,
  hasBias: u32,
}
@group(0) @binding(0) var<uniform> params: Params;

fn area(size: vec2i) -> i32 { return size.x * size.y; }
fn inside(y: i32, x: i32, size: vec2i) -> bool { return u32(y) < u32(size.x) && u32(x) < u32(size.y); }
const OUTSIDE = -0x40000000; // a coordinate that no tap brings back into the picture
