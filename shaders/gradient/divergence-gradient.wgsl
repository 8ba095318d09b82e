// The gradient of a divergence over all tokens: each token's own bin gradient, less its probability times the sum of them all.

fn gradient_of(n: Normalisers, row: u32, quad: u32) -> vec4<f32> {
  var words: array<u32, STATE_WORDS>;
  for (var i = 0u; i < STATE_WORDS; i++) { words[i] = states[(task.first_row + row) * STATE_WORDS + i]; }
  let sums = sums_of(state_from(words));
  let four = token_bins(n, row, quad);
  return bin_gradients_of(four, sums) - four.p * bin_gradient_sum(sums);
}
