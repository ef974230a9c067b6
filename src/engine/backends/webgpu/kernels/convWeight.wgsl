// gemm.wgsl for the adjoint of a convolution in w: rows are channels of gy in a group, columns (channel of x, ky, kx), the
// summed axis the output pixels of all images. That axis is long and the result small, so it is split; the host adds the
// partial results up. A is gy (aQuads, aWords); the host appends `source(i)`, element i of x.
@group(0) @binding(2) var<storage, read_write> result: array<Stored>;

var<private> channelGroup: i32;
// Of each of four weights: (offset in x, row, column) relative to the pixel's first tap.
var<private> tap0: vec3i;
var<private> tap1: vec3i;
var<private> tap2: vec3i;
var<private> tap3: vec3i;

fn depthOf(slice: u32) -> u32 { return params.images * u32(area(params.outSize)); }
fn begin(slice: u32) { channelGroup = i32(slice); }

// (offset in x, row, column, offset in gy) of an output pixel
fn termOf(k: u32) -> vec4i {
  let image = i32(k) / area(params.outSize);
  let place = i32(k) % area(params.outSize);
  let at = vec2i(place / params.outSize.y, place % params.outSize.y) * params.stride - params.pad;
  let part = image * i32(params.groups) + channelGroup;
  return vec4i(part * i32(params.inChannels) * area(params.size) + at.x * params.size.y + at.y, at,
               part * i32(params.outChannels) * area(params.outSize) + place);
}

fn tapAt(column: u32) -> vec3i {
  if (column >= params.gemm.columns) { return vec3i(0, OUTSIDE, OUTSIDE); }
  let channel = i32(column) / area(params.kernel);
  let tap = i32(column) % area(params.kernel);
  let at = vec2i(tap / params.kernel.y, tap % params.kernel.y) * params.dilate;
  return vec3i(channel * area(params.size) + at.x * params.size.y + at.y, at);
}
fn startColumns(first: u32) {
  tap0 = tapAt(first);
  tap1 = tapAt(first + columnStep());
  tap2 = tapAt(first + 2u * columnStep());
  tap3 = tapAt(first + 3u * columnStep());
}

fn cell(tap: vec3i, term: vec4i) -> f32 {
  if (inside(tap.y + term.y, tap.z + term.z, params.size)) { return bitcast<f32>(source(u32(tap.x + term.x))); }
  return 0.0;
}
fn quadB(k: u32, term: vec4i) -> vec4f {
  return vec4f(cell(tap0, term), cell(tap1, term), cell(tap2, term), cell(tap3, term));
}
fn quadA(row: u32, k: u32, term: u32) -> vec4f {
  let plane = u32(area(params.outSize));
  let at = row * plane + u32(terms[term].w);
  if (k % plane + 4u <= plane) { return fourOfA(at, 1u, 4u); }
  // the quad goes on in the next image
  let depth = depthOf(0u);
  var v = vec4f();
  for (var i = 0u; i < 4u && k + i < depth; i++) { v[i] = fourOfA(row * plane + u32(terms[term + i].w), 1u, 1u).x; }
  return v;
}

fn targetOf(column: u32, split: u32, slice: u32) -> i32 {
  return i32((split * params.groups + slice) * params.gemm.rows * params.gemm.columns + column);
}
fn rowPitch() -> i32 { return i32(params.gemm.columns); }
fn biasOf(row: u32) -> f32 { return 0.0; }
