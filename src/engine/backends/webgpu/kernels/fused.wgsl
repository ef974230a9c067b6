// What a kernel with a generated expression (expression.ts) is told about it: for leaves that are neither walked in the order
// of memory nor a single word, the shape they are walked along and their strides, two vectors a leaf; and the numbers that its
// operations use.
struct Fused {
  shape: array<vec4u, 2>,
  strides: array<vec4u, 12>,
  numbers: array<vec4u, 4>,
}
