// Gradient of a divergence on a reduced support with respect to the student's logits, over the whole vocabulary: the entry
// of a token is its share of the gradient of its bin, less its probability times the sum of all bin gradients,
//   entry = (share * bin_gradient - p * bin_gradient_sum) / temperature,
// where the share of a token in the support is 1 and in the tail its probability over the tail's. Written for the first
// row of the window; an invocation owns one quad of it.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read> top_ids: array<u32>;
@group(0) @binding(5) var<storage, read> bins: array<vec4<f32>>;   // as bins.wgsl lays them out
@group(0) @binding(6) var<storage, read_write> gradient: array<f32>;

// The gradients of bins that move with the student's logits.
fn free_bin_gradients(four: Four, sums: Sums) -> vec4<f32> {
  return select(bin_gradients_of(four, sums), vec4<f32>(0.0), four.held);
}

fn gradient_of(quad: u32) -> vec4<f32> {
  let student_logits = student_quad(0u, quad);
  let teacher_logits = teacher_quad(0u, quad);
  let last_token = top_ids[task.k - 1u];
  let last_quad = chooser_quad(0u, last_token / 4u);
  let last = Last(ordered(last_quad)[last_token % 4u], last_token);
  let kept = is_kept(last, chooser_quad(0u, quad), quad * 4u);
  let normalisers = normalisers_of(0u);
  let whole = Scale(normalisers.student_top, log(normalisers.student_sum));
  let logs = logs_of(student_logits, whole);
  let own = bins_of(student_logits, teacher_logits, Scale(bins[3].x, bins[3].y), Scale(bins[3].z, bins[3].w));
  let tail = tail_bins(bins[1].z, bins[1].w);
  let sums = Sums(bins[0].x, bins[0].y, bins[0].z, bins[0].w);
  // From the tail's own top and not from two logarithms, whose rounding would show where both are large.
  let x = (decoded(student_logits) - bins[2].x) * task.inverse_temperature;
  let share = weights(min(x, vec4<f32>(0.0))) / max(bins[2].y, 1.0) * free_bin_gradients(tail, sums).x;
  let own_part = select(share, free_bin_gradients(own, sums), kept);
  var probability = weights(logs);
  if (rest == RENORMALISE) { probability = select(vec4<f32>(0.0), weights(own.student), kept); }
  return (own_part - probability * bin_gradient_sum(sums)) * task.inverse_temperature;
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let quad = invocation.x;
  if (quad >= quads()) { return; }
  let four = gradient_of(quad);
  for (var part = 0u; part < 4u && quad * 4u + part < task.vocabulary; part++) { gradient[quad * 4u + part] = four[part]; }
}
