// gemm.wgsl for y = x ∗ w + bias: rows are output channels of a group, columns the output pixels of all images, the summed
// axis (input channel, ky, kx). A is w (aQuads, aWords); the host appends `source(i)`, element i of x.
@group(0) @binding(2) var<storage, read> bias: array<StoredBias>;
@group(0) @binding(3) var<storage, read_write> result: array<Stored>;

var<private> channelGroup: i32;
// Of each of four output pixels: where its first tap is in x, and that tap's coordinates.
var<private> pixel0: vec3i;
var<private> pixel1: vec3i;
var<private> pixel2: vec3i;
var<private> pixel3: vec3i;

fn depthOf(slice: u32) -> u32 { return params.inChannels * u32(area(params.kernel)); }
fn begin(slice: u32) { channelGroup = i32(slice); }

fn termOf(k: u32) -> vec4i {
  let channel = i32(k) / area(params.kernel);
  let tap = i32(k) % area(params.kernel);
  let at = vec2i(tap / params.kernel.y, tap % params.kernel.y) * params.dilate;
  return vec4i(channel * area(params.size) + at.x * params.size.y + at.y, at, 0);
}

fn pixelAt(column: u32) -> vec3i {
  if (column >= params.gemm.columns) { return vec3i(0, OUTSIDE, OUTSIDE); }
  let image = i32(column) / area(params.outSize);
  let place = i32(column) % area(params.outSize);
  let first = vec2i(place / params.outSize.y, place % params.outSize.y) * params.stride - params.pad;
  let plane = (image * i32(params.groups) + channelGroup) * i32(params.inChannels);
  return vec3i(plane * area(params.size) + first.x * params.size.y + first.y, first);
}
fn startColumns(first: u32) {
  pixel0 = pixelAt(first);
  pixel1 = pixelAt(first + columnStep());
  pixel2 = pixelAt(first + 2u * columnStep());
  pixel3 = pixelAt(first + 3u * columnStep());
}

fn tapOf(pixel: vec3i, term: vec4i) -> f32 {
  if (inside(pixel.y + term.y, pixel.z + term.z, params.size)) { return bitcast<f32>(source(u32(pixel.x + term.x))); }
  return 0.0;
}
fn quadB(k: u32, term: vec4i) -> vec4f {
  return vec4f(tapOf(pixel0, term), tapOf(pixel1, term), tapOf(pixel2, term), tapOf(pixel3, term));
}
fn quadA(row: u32, k: u32, term: u32) -> vec4f {
  let depth = depthOf(0u);
  return fourOfA((u32(channelGroup) * params.gemm.rows + row) * depth + k, 1u, depth - k);
}

fn targetOf(column: u32, split: u32, slice: u32) -> i32 {
  let plane = area(params.outSize);
  let channels = i32(params.groups * params.gemm.rows);
  let first = (i32(split * params.images) + i32(column) / plane) * channels + channelGroup * i32(params.gemm.rows);
  return first * plane + i32(column) % plane;
}
fn rowPitch() -> i32 { return area(params.outSize); }
fn biasOf(row: u32) -> f32 {
  if (params.hasBias == 0u) { return 0.0; }
  return f32(bias[u32(channelGroup) * params.gemm.rows + row]);
}
