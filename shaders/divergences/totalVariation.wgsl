// Total variation: terms |p - q| / 2.

fn terms_of(four: Four) -> Terms {
  let gap = four.p - four.q;
  return Terms(0.5 * abs(gap), 0.5 * four.p * sign(gap), NONE);
}
