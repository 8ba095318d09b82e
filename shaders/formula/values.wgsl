// The functions of formulas over numbers as src/formula/elementwise.ts defines them. WGSL may assume that no infinity and no
// NaN exists: here a magnitude above 1e30 is infinite and is held at HUGE, and UNDEFINED stands for what has no value.
// They choose by `select` and never branch, also not by `&&` or `||`: a compiler may copy what follows each branch.

const HUGE: f32 = 1.0e38;
const UNDEFINED: f32 = 3.0e38;

fn undefined1(x: f32) -> bool { return x > 2.0e38; }
fn undefined2(a: f32, b: f32) -> bool { return max(a, b) > 2.0e38; }
fn infinite(x: f32) -> bool { return abs(x) > 1.0e30; }
fn held(x: f32) -> f32 { return select(x, sign(x) * HUGE, infinite(x)); }
fn truth(x: bool) -> f32 { return select(0.0, 1.0, x); }

// A factor between -1 and 1, of a number that has a value.
fn scaled(factor: f32, x: f32) -> f32 {
  let unlimited = infinite(x);
  return select(factor * select(x, 0.0, unlimited), sign(factor) * x, unlimited);
}

fn v_neg(x: f32) -> f32 { return select(-x, UNDEFINED, undefined1(x)); }
fn v_add(a: f32, b: f32) -> f32 {
  let opposed = infinite(a) & infinite(b) & (sign(a) * sign(b) < 0.0);
  return select(held(a + b), UNDEFINED, undefined2(a, b) | opposed);
}
fn v_sub(a: f32, b: f32) -> f32 { return select(held(a - b), UNDEFINED, undefined2(a, b)); }
fn v_mul(a: f32, b: f32) -> f32 {
  let large = infinite(a) | infinite(b) | ((abs(a) * 1.0e-19) * (abs(b) * 1.0e-19) > 1.0e-8);
  let product = select(select(a, 0.0, large) * b, sign(a) * sign(b) * HUGE, large);
  return select(select(product, UNDEFINED, undefined2(a, b)), 0.0, (a == 0.0) | (b == 0.0));
}
fn v_div(a: f32, b: f32) -> f32 {
  let large = infinite(a) | (abs(a) * 1.0e-30 > abs(b));
  let quotient = select(select(a, 0.0, large) / select(b, 1.0, b == 0.0), sign(a) * select(sign(b), 1.0, b == 0.0) * HUGE, large);
  let without = undefined2(a, b) | ((a == 0.0) & (b == 0.0)) | (infinite(a) & infinite(b));
  return select(select(quotient, 0.0, infinite(b)), UNDEFINED, without);
}
// a ^ b of a positive a that is not infinite.
fn power(a: f32, b: f32) -> f32 {
  let exponent = clamp(b, -1.0e6, 1.0e6) * log2(a);
  return select(select(exp2(clamp(exponent, -125.0, 99.0)), HUGE, exponent > 99.6), 0.0, exponent < -125.0);
}
fn v_pow(a: f32, b: f32) -> f32 {
  let whole = floor(b) == b;
  let odd = whole & (abs(b) < 1.6e7) & (floor(b * 0.5) * 2.0 != b);
  let plain = power(select(abs(a), 1.0, (a == 0.0) | infinite(a)), b);
  let at_zero = select(HUGE, 0.0, b > 0.0);
  let unsigned = select(select(plain, at_zero, a == 0.0), HUGE - at_zero, infinite(a));
  let size = select(unsigned, -unsigned, (a < 0.0) & odd);
  let without = undefined2(a, b) | (infinite(b) & (abs(a) == 1.0)) | ((a < 0.0) & !whole & !infinite(a));
  let value = select(select(size, UNDEFINED, without), v_mul(a, a), b == 2.0);
  return select(select(value, a, b == 1.0), 1.0, b == 0.0);
}
fn v_less(a: f32, b: f32) -> f32 { return select(truth(a < b), UNDEFINED, undefined2(a, b)); }
fn v_at_most(a: f32, b: f32) -> f32 { return select(truth(a <= b), UNDEFINED, undefined2(a, b)); }
fn v_greater(a: f32, b: f32) -> f32 { return select(truth(a > b), UNDEFINED, undefined2(a, b)); }
fn v_at_least(a: f32, b: f32) -> f32 { return select(truth(a >= b), UNDEFINED, undefined2(a, b)); }
fn v_equal(a: f32, b: f32) -> f32 { return select(truth(a == b), UNDEFINED, undefined2(a, b)); }
fn v_unequal(a: f32, b: f32) -> f32 { return select(truth(a != b), UNDEFINED, undefined2(a, b)); }

fn v_exp(x: f32) -> f32 {
  let plain = select(exp(clamp(x, -87.0, 69.0)), 0.0, x < -87.0);
  return select(select(plain, HUGE, x > 69.0), UNDEFINED, undefined1(x));
}
fn v_expm1(x: f32) -> f32 {
  let near = clamp(x, -0.03, 0.03);
  let series = near * (1.0 + near * (0.5 + near * (1.0 / 6.0 + near / 24.0)));
  return select(v_sub(v_exp(x), 1.0), series, abs(x) < 0.03);
}
fn v_log(x: f32) -> f32 {
  let plain = select(log(select(x, 1.0, x <= 0.0)), HUGE, infinite(x));
  return select(select(plain, -HUGE, x == 0.0), UNDEFINED, (x < 0.0) | undefined1(x));
}
fn v_log1p(x: f32) -> f32 {
  let near = clamp(x, -0.03, 0.03);
  let series = near * (1.0 - near * (0.5 - near * (1.0 / 3.0 - near * (0.25 - near * 0.2))));
  return select(v_log(v_add(x, 1.0)), series, abs(x) < 0.03);
}
fn v_sqrt(x: f32) -> f32 {
  return select(select(sqrt(max(x, 0.0)), HUGE, infinite(x)), UNDEFINED, (x < 0.0) | undefined1(x));
}
fn v_sign(x: f32) -> f32 { return select(sign(x), UNDEFINED, undefined1(x)); }
fn v_min(a: f32, b: f32) -> f32 { return select(min(a, b), UNDEFINED, undefined2(a, b)); }
fn v_finite(x: f32, most: f32) -> f32 {
  return select(select(x, sign(x) * most, infinite(x)), UNDEFINED, undefined2(x, most));
}
fn v_if(condition: f32, a: f32, b: f32) -> f32 {
  return select(select(a, b, condition == 0.0), UNDEFINED, undefined1(condition));
}
