// gemm.wgsl for the adjoint of a convolution in x, which is the transposed convolution. A stride of s reaches the pixels of
// x in s·s phases, (row mod s, column mod s), each with taps of its own: an ordinary convolution of gy with the taps that meet
// it, so no multiplication by an inserted zero happens. Rows are channels of x in a group, columns the pixels of a phase in
// all images, the summed axis (channel of gy, tap row, tap column); slices are groups × phases. A is w (aWords); the host
// appends `source(i)`, element i of gy.
@group(0) @binding(2) var<storage, read> bias: array<StoredBias>;
@group(0) @binding(3) var<storage, read_write> result: array<Stored>;

struct Phase {
  at: vec2i,    // (row mod s, column mod s)
  first: vec2i, // first kernel tap that meets the phase
  step: vec2i,  // to the next one
  count: vec2i,
  shift: vec2i, // y coordinate = pixel / s + shift − j·stepShift for the j-th of them
  stepShift: vec2i,
}
var<private> phase: Phase;
var<private> channelGroup: i32;
var<private> pixel0: vec3i;
var<private> pixel1: vec3i;
var<private> pixel2: vec3i;
var<private> pixel3: vec3i;

fn commonDivisor(a: i32, b: i32) -> i32 {
  var x = a;
  var y = b;
  while (y != 0) {
    let rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}
// (first, step, count) of the taps k with (at + pad − k·dilate) divisible by the stride.
fn tapsAlong(at: i32, kernel: i32, stride: i32, pad: i32, dilate: i32) -> vec3i {
  let step = stride / commonDivisor(stride, dilate);
  for (var k = 0; k < min(step, kernel); k++) {
    if ((at + pad - k * dilate) % stride == 0) { return vec3i(k, step, (kernel - 1 - k) / step + 1); }
  }
  return vec3i(0, step, 0);
}
fn phaseOf(slice: u32) -> Phase {
  let index = i32(slice) % area(params.stride);
  let at = vec2i(index / params.stride.y, index % params.stride.y);
  let v = tapsAlong(at.x, params.kernel.x, params.stride.x, params.pad.x, params.dilate.x);
  let h = tapsAlong(at.y, params.kernel.y, params.stride.y, params.pad.y, params.dilate.y);
  let first = vec2i(v.x, h.x);
  let step = vec2i(v.y, h.y);
  return Phase(at, first, step, vec2i(v.z, h.z), (at + params.pad - first * params.dilate) / params.stride,
               step * params.dilate / params.stride);
}
fn phaseSize() -> vec2i { return (params.size + params.stride - 1) / params.stride; } // of the largest phase

fn depthOf(slice: u32) -> u32 { return params.outChannels * u32(area(phaseOf(slice).count)); }
fn begin(slice: u32) {
  phase = phaseOf(slice);
  channelGroup = i32(slice) / area(params.stride);
}

// (offset in gy, row, column, offset in w) from the first tap of the first channel.
fn termOf(k: u32) -> vec4i {
  let taps = max(area(phase.count), 1);
  let channel = i32(k) / taps;
  let tap = i32(k) % taps;
  let j = vec2i(tap / max(phase.count.y, 1), tap % max(phase.count.y, 1));
  let at = -j * phase.stepShift;
  let weight = phase.first + j * phase.step;
  return vec4i(channel * area(params.outSize) + at.x * params.outSize.y + at.y, at,
               channel * i32(params.inChannels) * area(params.kernel) + weight.x * params.kernel.y + weight.y);
}

// (image, row, column) of x
fn pixelOf(column: u32) -> vec3i {
  let size = phaseSize();
  let place = i32(column) % area(size);
  return vec3i(i32(column) / area(size), vec2i(place / size.y, place % size.y) * params.stride + phase.at);
}
fn pixelAt(column: u32) -> vec3i {
  let pixel = pixelOf(column);
  if (column >= params.gemm.columns || any(pixel.yz >= params.size)) { return vec3i(0, OUTSIDE, OUTSIDE); }
  let first = pixel.yz / params.stride + phase.shift;
  let plane = (pixel.x * i32(params.groups) + channelGroup) * i32(params.outChannels);
  return vec3i(plane * area(params.outSize) + first.x * params.outSize.y + first.y, first);
}
fn startColumns(first: u32) {
  pixel0 = pixelAt(first);
  pixel1 = pixelAt(first + columnStep());
  pixel2 = pixelAt(first + 2u * columnStep());
  pixel3 = pixelAt(first + 3u * columnStep());
}

fn tapOf(pixel: vec3i, term: vec4i) -> f32 {
  if (inside(pixel.y + term.y, pixel.z + term.z, params.outSize)) { return bitcast<f32>(source(u32(pixel.x + term.x))); }
  return 0.0;
}
fn quadB(k: u32, term: vec4i) -> vec4f {
  return vec4f(tapOf(pixel0, term), tapOf(pixel1, term), tapOf(pixel2, term), tapOf(pixel3, term));
}
fn quadA(row: u32, k: u32, term: u32) -> vec4f {
  let at = i32((u32(channelGroup) * params.outChannels * params.gemm.rows + row) * u32(area(params.kernel)));
  let depth = params.outChannels * u32(area(phase.count));
  var v = vec4f(wordOfA(u32(at + terms[term].w)), 0.0, 0.0, 0.0);
  if (k + 1u < depth) { v.y = wordOfA(u32(at + terms[term + 1u].w)); }
  if (k + 2u < depth) { v.z = wordOfA(u32(at + terms[term + 2u].w)); }
  if (k + 3u < depth) { v.w = wordOfA(u32(at + terms[term + 3u].w)); }
  return v;
}

fn targetOf(column: u32, split: u32, slice: u32) -> i32 {
  let pixel = pixelOf(column);
  if (any(pixel.yz >= params.size)) { return -1; }
  let channels = i32(params.groups * params.gemm.rows);
  let plane = (i32(split * params.images) + pixel.x) * channels + channelGroup * i32(params.gemm.rows);
  return plane * area(params.size) + pixel.y * params.size.y + pixel.z;
}
fn rowPitch() -> i32 { return area(params.size); }
fn biasOf(row: u32) -> f32 {
  if (params.hasBias == 0u) { return 0.0; }
  return f32(bias[u32(channelGroup) * params.gemm.rows + row]);
}
