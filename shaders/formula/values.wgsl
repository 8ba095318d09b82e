// The functions of formulas over numbers as src/formula/elementwise.ts defines them. WGSL may assume that no infinity and no
// NaN exists: here a magnitude above 1e30 is infinite and is held at HUGE, and UNDEFINED stands for what has no value.

const HUGE: f32 = 1.0e38;
const UNDEFINED: f32 = 3.0e38;

fn undefined1(x: f32) -> bool { return x > 2.0e38; }
fn undefined2(a: f32, b: f32) -> bool { return a > 2.0e38 || b > 2.0e38; }
fn infinite(x: f32) -> bool { return abs(x) > 1.0e30; }
fn held(x: f32) -> f32 { return select(x, sign(x) * HUGE, infinite(x)); }
fn truth(x: bool) -> f32 { return select(0.0, 1.0, x); }

fn v_neg(x: f32) -> f32 { return select(-x, UNDEFINED, undefined1(x)); }
fn v_add(a: f32, b: f32) -> f32 {
  let opposed = infinite(a) && infinite(b) && (a < 0.0) != (b < 0.0);
  return select(held(a + b), UNDEFINED, undefined2(a, b) || opposed);
}
fn v_sub(a: f32, b: f32) -> f32 {
  if (undefined2(a, b)) { return UNDEFINED; }
  return select(v_add(a, -b), 0.0, a == b);
}
fn v_mul(a: f32, b: f32) -> f32 {
  if (a == 0.0 || b == 0.0) { return 0.0; }
  if (undefined2(a, b)) { return UNDEFINED; }
  let large = (abs(a) * 1.0e-19) * (abs(b) * 1.0e-19) > 1.0e-8;
  if (large || infinite(a) || infinite(b)) { return sign(a) * sign(b) * HUGE; }
  return a * b;
}
fn v_div(a: f32, b: f32) -> f32 {
  if (undefined2(a, b)) { return UNDEFINED; }
  if (b == 0.0) { return select(sign(a) * HUGE, UNDEFINED, a == 0.0); }
  if (infinite(b)) { return select(0.0, UNDEFINED, infinite(a)); }
  if (infinite(a) || abs(a) * 1.0e-30 > abs(b)) { return sign(a) * sign(b) * HUGE; }
  return a / b;
}
// a ^ b of a positive a that is not infinite.
fn power(a: f32, b: f32) -> f32 {
  let exponent = clamp(b, -1.0e6, 1.0e6) * log2(a);
  if (exponent > 99.6) { return HUGE; }
  return select(exp2(exponent), 0.0, exponent < -125.0);
}
fn v_pow(a: f32, b: f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  if (undefined2(a, b)) { return UNDEFINED; }
  if (b == 1.0) { return a; }
  if (b == 2.0) { return v_mul(a, a); }
  if (infinite(b) && abs(a) == 1.0) { return UNDEFINED; }
  if (a == 0.0) { return select(HUGE, 0.0, b > 0.0); }
  let whole = floor(b) == b;
  if (a < 0.0 && !whole) { return select(UNDEFINED, HUGE, infinite(a) && b > 0.0); }
  let odd = whole && abs(b) < 1.6e7 && floor(b * 0.5) * 2.0 != b;
  let size = select(power(abs(a), b), select(0.0, HUGE, b > 0.0), infinite(a));
  return select(size, -size, a < 0.0 && odd);
}
fn v_less(a: f32, b: f32) -> f32 { return select(truth(a < b), UNDEFINED, undefined2(a, b)); }
fn v_at_most(a: f32, b: f32) -> f32 { return select(truth(a <= b), UNDEFINED, undefined2(a, b)); }
fn v_greater(a: f32, b: f32) -> f32 { return select(truth(a > b), UNDEFINED, undefined2(a, b)); }
fn v_at_least(a: f32, b: f32) -> f32 { return select(truth(a >= b), UNDEFINED, undefined2(a, b)); }
fn v_equal(a: f32, b: f32) -> f32 { return select(truth(a == b), UNDEFINED, undefined2(a, b)); }
fn v_unequal(a: f32, b: f32) -> f32 { return select(truth(a != b), UNDEFINED, undefined2(a, b)); }

fn v_exp(x: f32) -> f32 {
  if (undefined1(x)) { return UNDEFINED; }
  if (x > 69.0) { return HUGE; }
  return select(exp(max(x, -87.0)), 0.0, x < -87.0);
}
fn v_expm1(x: f32) -> f32 {
  if (abs(x) < 0.03) { return x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0))); }
  return v_sub(v_exp(x), 1.0);
}
fn v_log(x: f32) -> f32 {
  if (x < 0.0 || undefined1(x)) { return UNDEFINED; }
  if (x == 0.0) { return -HUGE; }
  return select(log(x), HUGE, infinite(x));
}
fn v_log1p(x: f32) -> f32 {
  if (abs(x) < 0.03) { return x * (1.0 - x * (0.5 - x * (1.0 / 3.0 - x * (0.25 - x * 0.2)))); }
  return v_log(v_add(x, 1.0));
}
fn v_sqrt(x: f32) -> f32 {
  if (x < 0.0 || undefined1(x)) { return UNDEFINED; }
  return select(sqrt(x), HUGE, infinite(x));
}
fn v_abs(x: f32) -> f32 { return abs(x); }
fn v_sign(x: f32) -> f32 { return select(sign(x), UNDEFINED, undefined1(x)); }
fn v_relu(x: f32) -> f32 { return max(x, 0.0); }
fn v_ceil(x: f32) -> f32 { return select(ceil(x), x, infinite(x)); }
fn v_floor(x: f32) -> f32 { return select(floor(x), x, infinite(x)); }
fn v_sg(x: f32) -> f32 { return x; }
fn v_min(a: f32, b: f32) -> f32 { return select(min(a, b), UNDEFINED, undefined2(a, b)); }
fn v_max(a: f32, b: f32) -> f32 { return max(a, b); }
fn v_clip(x: f32, least: f32, most: f32) -> f32 { return v_min(most, v_max(least, x)); }
fn v_finite(x: f32, most: f32) -> f32 {
  if (undefined2(x, most)) { return UNDEFINED; }
  return select(x, sign(x) * most, infinite(x));
}
fn v_if(condition: f32, a: f32, b: f32) -> f32 {
  if (undefined1(condition)) { return UNDEFINED; }
  return select(a, b, condition == 0.0);
}
