// Log-probabilities of four entries, from the normalisers that `divergence` left of each pair of rows.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;

fn log_probs(z: vec4<f32>, top: f32, log_sum: f32) -> vec4<f32> {
  let x = (z - top) * task.inverse_temperature - log_sum;
  return select(x, vec4<f32>(-HUGE), z < vec4<f32>(LOWEST));
}
