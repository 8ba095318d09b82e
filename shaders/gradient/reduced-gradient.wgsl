// Gradient of a divergence on a reduced support with respect to the student's logits, over the whole vocabulary: the entry
// of a token is its share of the gradient of its bin, less its probability times the sum of all bin gradients,
//   entry = (share * bin_gradient - p * bin_gradient_sum) / temperature,
// where the share of a token in the support is 1 and in the tail its probability over the tail's. Every row is multiplied by
// its weight, and one of weight 0 is 0. An invocation owns one quad of a row.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read> top_ids: array<u32>;
@group(0) @binding(5) var<storage, read> bins: array<vec4<f32>>;   // as bins.wgsl lays them out
@group(0) @binding(6) var<storage, read> row_weights: array<f32>;
@group(0) @binding(7) var<storage, read_write> gradient: array<f32>;

// The gradients of bins that move with the student's logits.
fn free_bin_gradients(four: Four, sums: Sums) -> vec4<f32> {
  return select(bin_gradients_of(four, sums), vec4<f32>(0.0), four.held);
}

fn gradient_of(row: u32, quad: u32) -> vec4<f32> {
  let at = task.first_row + row;
  let student_logits = student_quad(row, quad);
  let teacher_logits = teacher_quad(row, quad);
  let last_token = top_ids[at * task.k + task.k - 1u];
  let last_quad = chooser_quad(row, last_token / 4u);
  let last = Last(ordered(last_quad)[last_token % 4u], last_token);
  let kept = is_kept(last, chooser_quad(row, quad), quad * 4u);
  let normalisers = normalisers_of(at);
  let whole = Scale(normalisers.student_top, log(normalisers.student_sum));
  let logs = logs_of(student_logits, whole);
  let scales = bins[at * 4u + 3u];
  let own = bins_of(student_logits, teacher_logits, Scale(scales.x, scales.y), Scale(scales.z, scales.w));
  let tail = tail_bins(bins[at * 4u + 1u].z, bins[at * 4u + 1u].w);
  let whole_sums = bins[at * 4u];
  let sums = Sums(whole_sums.x, whole_sums.y, whole_sums.z, whole_sums.w);
  let own_tail = bins[at * 4u + 2u];
  // From the tail's own top and not from two logarithms, whose rounding would show where both are large.
  let x = (decoded(student_logits) - own_tail.x) * task.inverse_temperature;
  let share = weights(min(x, vec4<f32>(0.0))) / max(own_tail.y, 1.0) * free_bin_gradients(tail, sums).x;
  let own_part = select(share, free_bin_gradients(own, sums), kept);
  var probability = weights(logs);
  if (rest == RENORMALISE) { probability = select(vec4<f32>(0.0), weights(own.student), kept); }
  return (own_part - probability * bin_gradient_sum(sums)) * task.inverse_temperature;
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let quad = invocation.x;
  if (quad >= quads()) { return; }
  let at = task.first_row + invocation.y;
  var four = vec4<f32>(0.0);
  if (row_weights[at] != 0.0) { four = gradient_of(invocation.y, quad) * row_weights[at]; }
  let start = at * task.vocabulary + quad * 4u;
  for (var part = 0u; part < 4u && quad * 4u + part < task.vocabulary; part++) { gradient[start + part] = four[part]; }
}
