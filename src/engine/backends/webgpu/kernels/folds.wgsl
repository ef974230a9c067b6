// How two words are folded into one, by dtype and operation.
fn fold_float_sum(a: f32, b: f32) -> f32 { return a + b; }
fn fold_float_max(a: f32, b: f32) -> f32 { return greatest(a, b); }
fn fold_float_min(a: f32, b: f32) -> f32 { return least(a, b); }
fn fold_float_prod(a: f32, b: f32) -> f32 { return a * b; }
fn fold_int_sum(a: i32, b: i32) -> i32 { return a + b; }
fn fold_int_max(a: i32, b: i32) -> i32 { return max(a, b); }
fn fold_int_min(a: i32, b: i32) -> i32 { return min(a, b); }
fn fold_int_prod(a: i32, b: i32) -> i32 { return a * b; }
