// Slopes of a divergence over all tokens: each token's own pull, less its probability's share of all pulls.

fn slopes_of(n: Normalisers, quad: u32) -> vec4<f32> {
  var words: array<u32, STATE_WORDS>;
  for (var i = 0u; i < STATE_WORDS; i++) { words[i] = states[i]; }
  let sums = sums_of(state_from(words));
  let four = token_bins(n, 0u, quad);
  return pulls_of(four, sums) - four.p * paid_of(sums);
}
