// Logarithms of both sides over the mixture m = beta q + (1 - beta) p, from r = ln p - ln q alone: with
// l = ln(m / max(p, q)), which neither overflows nor cancels when p is close to q,
//   ln(p / m) = min(r, 0) - l,   ln(q / m) = -max(r, 0) - l.

struct MixtureLogs { student: vec4<f32>, teacher: vec4<f32> }

// exp(x) - 1 for x <= 0, by its series where the subtraction would cancel.
fn exp_minus_one(x: vec4<f32>) -> vec4<f32> {
  let series = x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666667 + x * 0.008333334))));
  return select(weights(x) - 1.0, series, x > vec4<f32>(-0.25));
}

// ln(1 + y) for -1 < y <= 0: 2 atanh(y / (2 + y)) by its series where 1 + y would lose what is small in y.
fn log_one_plus(y: vec4<f32>) -> vec4<f32> {
  let t = y / (2.0 + y);
  let square = t * t;
  let series = 2.0 * t * (1.0 + square * (0.33333334 + square * (0.2 + square * 0.14285715)));
  return select(log(1.0 + y), series, y > vec4<f32>(-0.25));
}

// Beyond a ratio of exp(200) the smaller side is 0 in float32, and the logarithm of the mixture that of its own share.
fn mixture_logs(ratio: vec4<f32>) -> MixtureLogs {
  let r = clamp(ratio, vec4<f32>(-200.0), vec4<f32>(200.0));
  let smaller_share = select(vec4<f32>(1.0 - task.beta), vec4<f32>(task.beta), r > vec4<f32>(0.0));
  let l = log_one_plus(smaller_share * exp_minus_one(-abs(r)));
  return MixtureLogs(min(r, vec4<f32>(0.0)) - l, -max(r, vec4<f32>(0.0)) - l);
}
