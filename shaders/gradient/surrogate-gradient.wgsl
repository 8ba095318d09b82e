// The gradient of the surrogate sg[A] ln p(y): A (1[token] - p), with A = ln p - ln q of the token.

fn gradient_of(n: Normalisers, row: u32, quad: u32) -> vec4<f32> {
  let token = ids[task.first_row + row];
  let gap = tokens_of(n, row, token / 4u).ratio[token % 4u];
  let sampled = vec4<u32>(token) == quad * 4u + vec4<u32>(0u, 1u, 2u, 3u);
  return gap * (select(vec4<f32>(0.0), vec4<f32>(1.0), sampled) - tokens_of(n, row, quad).p);
}
