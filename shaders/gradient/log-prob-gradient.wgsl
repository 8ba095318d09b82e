// The gradient of ln p(y) of each row's token: 1[token] - p. Losses of one token weigh it.

fn gradient_of(n: Normalisers, row: u32, quad: u32) -> vec4<f32> {
  let sampled = vec4<u32>(ids[task.first_row + row]) == quad * 4u + vec4<u32>(0u, 1u, 2u, 3u);
  return select(vec4<f32>(0.0), vec4<f32>(1.0), sampled) - tokens_of(n, row, quad).p;
}
