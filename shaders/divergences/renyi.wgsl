// Rényi divergence of order alpha of one side, a, from the other, b: with x = (alpha - 1) (ln a - ln b) the exponents
// ln a + x, whose log-sum-exp over alpha - 1 it is, and beside them the terms a (exp(x) - 1), the sum less the mass, which
// do not cancel where both sides are alike. `forward` makes a the teacher.

// exp(x) - 1, by its series where the subtraction would cancel.
fn grown(x: vec4<f32>) -> vec4<f32> {
  let near = clamp(x, vec4<f32>(-0.25), vec4<f32>(0.25));
  let series = near * (1.0 + near * (0.5 + near * (0.16666667 + near * (0.041666667 + near * 0.008333334))));
  return select(exp(clamp(x, vec4<f32>(-87.0), vec4<f32>(80.0))) - 1.0, series, abs(x) < vec4<f32>(0.25));
}

fn x_of(four: Four) -> vec4<f32> { return (task.parameter - 1.0) * select(four.ratio, -four.ratio, vec4<bool>(forward == 1.0)); }

fn own_log(four: Four) -> vec4<f32> { return select(four.student, four.teacher, vec4<bool>(forward == 1.0)); }

fn has_both(four: Four) -> vec4<bool> { return !(nothing(four.student) | nothing(four.teacher)); }

// a (exp(x) - 1), where a is given by its logarithm too: it may have vanished where the product has not.
fn a_grown(a: vec4<f32>, log_a: vec4<f32>, x: vec4<f32>, both: vec4<bool>) -> vec4<f32> {
  let whole = exp(clamp(log_a + x, vec4<f32>(-87.0), vec4<f32>(80.0)));
  let there = select(vec4<f32>(0.0), whole, both & (log_a + x > vec4<f32>(-87.0)));
  return select(there - a, a * grown(x), (abs(x) < vec4<f32>(1.0)) & both);
}

fn terms_of(four: Four) -> Terms {
  let both = has_both(four);
  let x = select(vec4<f32>(0.0), x_of(four), both);
  let log_a = own_log(four);
  let a = select(four.p, four.q, vec4<bool>(forward == 1.0));
  return Terms(a_grown(a, log_a, x, both), vec4<f32>(0.0), select(NONE, log_a + x, both));
}

// ln of the sum, from the sum less the mass where that is near 0.
fn log_sum_of(sums: Sums) -> f32 {
  let near = log_one_plus(vec4<f32>(clamp(sums.value, -0.5, 0.5))).x;
  return select(sums.log_sum, near, !is_loose() && abs(sums.value) < 0.5);
}

// Of D(q‖p) less each bin's share of the sum; of D(p‖q) alpha / (alpha - 1) times that share, and less the bin's mass where
// the bins hold all of it, so that nothing cancels near alpha = 1.
fn bin_gradients_of(four: Four, sums: Sums) -> vec4<f32> {
  let both = has_both(four);
  let y = select(vec4<f32>(0.0), x_of(four), both) - log_sum_of(sums);
  let log_a = own_log(four);
  let share = select(vec4<f32>(0.0), exp(clamp(log_a + y, vec4<f32>(-87.0), vec4<f32>(0.0))), both & (log_a + y > vec4<f32>(-87.0)));
  if (forward == 1.0) { return -share; }
  let factor = task.parameter / (task.parameter - 1.0);
  if (is_loose()) { return factor * share; }
  return factor * a_grown(four.p, log_a, y, both);
}

fn bin_gradient_sum(sums: Sums) -> f32 {
  if (forward == 1.0) { return -sums.free; }
  return select(0.0, sums.free * task.parameter / (task.parameter - 1.0), is_loose());
}
