// Half precision, two to a word, to and from float32. On bits, so that no GPU needs a feature for it and all give the same: the
// language leaves open how its own packing rounds, and what it makes of numbers that are too large.
const INFINITY = 0x7f800000u;
const UNIT = 16777216.0; // one over the smallest half

// A half's bits as a float32's.
fn wide(h: u32) -> u32 {
  let size = h & 0x7fffu;
  var bits = (size << 13u) + 0x38000000u; // the exponent's bias goes from 15 to 127
  if (size < 0x400u) { bits = bitcast<u32>(f32(size) / UNIT); }
  if (size >= 0x7c00u) { bits = INFINITY | (size << 13u); }
  return ((h & 0x8000u) << 16u) | bits;
}

// A float32's bits as a half's, to nearest, ties to even.
fn narrow(bits: u32) -> u32 {
  let size = bits & 0x7fffffffu;
  var h = (size - 0x38000000u + 0xfffu + ((size >> 13u) & 1u)) >> 13u;
  if (size < 0x38800000u) { h = u32(round(bitcast<f32>(size) * UNIT)); }
  if (size >= 0x47800000u) { h = select(0x7c00u, 0x7e00u, size > INFINITY); }
  return ((bits >> 16u) & 0x8000u) | h;
}

// Element i as a float32's bits, of the word that holds it and its neighbour.
fn halfOf(word: u32, i: u32) -> u32 { return wide((word >> ((i & 1u) << 4u)) & 0xffffu); }
fn wideQuad(q: vec2u) -> vec4u { return vec4u(halfOf(q.x, 0u), halfOf(q.x, 1u), halfOf(q.y, 0u), halfOf(q.y, 1u)); }
fn narrowQuad(v: vec4u) -> vec2u { return vec2u(narrow(v.x) | (narrow(v.y) << 16u), narrow(v.z) | (narrow(v.w) << 16u)); }
