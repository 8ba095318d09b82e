// Squared Hellinger distance: terms (sqrt p - sqrt q)^2 / 2, from the larger side and the ratio so that nothing cancels.

fn terms_of(four: Four) -> Terms {
  let ratio = clamp(four.ratio, vec4<f32>(-200.0), vec4<f32>(200.0));
  let apart = exp_minus_one(-0.5 * abs(ratio));
  let geometric = weights(0.5 * four.student + 0.5 * four.teacher);
  return Terms(0.5 * max(four.p, four.q) * apart * apart, 0.5 * (four.p - geometric), NONE);
}
