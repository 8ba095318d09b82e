// A divergence over the bins of a reduced support. `kept` and `tail` have left what lies on the support and outside. A
// workgroup owns a row and writes 16 words:
//   the Sums of the divergence,   orphans of student and teacher,   tails of student and teacher,
//   top and sum of the student's tail, and two words of nothing,   the Scales of student and teacher.

@group(0) @binding(1) var<storage, read> pairs: array<u32>;
@group(0) @binding(2) var<storage, read> top_bits: array<u32>;
@group(0) @binding(3) var<storage, read> other_bits: array<u32>;
@group(0) @binding(4) var<storage, read> kept_sums: array<f32>;
@group(0) @binding(5) var<storage, read> tails: array<f32>;
@group(0) @binding(6) var<storage, read_write> bins: array<vec4<f32>>;

override support_from_teacher: bool = false;

// Top and sum of a row's log-sum-exp, in the units of a Scale; of nothing, a Scale that keeps masked logits masked.
fn scale_from(top: f32, sum: f32) -> Scale { return Scale(top, log(max(sum, 1.0))); }

fn tail_of(top: f32, sum: f32, row: Scale) -> f32 {
  let exact = (top - row.top) * task.inverse_temperature + log(max(sum, 1.0)) - row.log_sum;
  let tail = select(NOTHING, exact, sum > 0.0);
  if (rest == FLOORED_TAIL) { return max(tail, SMALLEST_TAIL); }
  return select(NOTHING, tail, rest == TAIL);
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = task.first_row + group.y;
  let normalisers = normalisers_of(row);
  var student = scale_from(normalisers.student_top, normalisers.student_sum);
  var teacher = scale_from(normalisers.teacher_top, normalisers.teacher_sum);
  let student_tail = tail_of(tails[row * 4u], tails[row * 4u + 1u], student);
  let teacher_tail = tail_of(tails[row * 4u + 2u], tails[row * 4u + 3u], teacher);
  if (rest == RENORMALISE) {
    student = scale_from(kept_sums[row * 4u], kept_sums[row * 4u + 1u]);
    teacher = scale_from(kept_sums[row * 4u + 2u], kept_sums[row * 4u + 3u]);
  }
  var state = empty_state();
  if (invocation == 0u) { state = absorbed(state, tail_bins(student_tail, teacher_tail)); }
  for (var place = invocation; place < task.k; place += invocations) {
    let at = row * task.k + place;
    let bits = select(vec2<u32>(top_bits[at], other_bits[at]), vec2<u32>(other_bits[at], top_bits[at]), support_from_teacher);
    let masked = vec3<u32>(MASKED_BITS);
    let four = bins_of(vec4<u32>(bits.x, masked), vec4<u32>(bits.y, masked), student, teacher);
    state = absorbed(state, first_of(four));
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let sums = sums_of(whole);
    bins[row * 4u] = vec4<f32>(sums.value, sums.bin_gradient, sums.log_sum, sums.free);
    bins[row * 4u + 1u] = vec4<f32>(whole.orphans, student_tail, teacher_tail);
    bins[row * 4u + 2u] = vec4<f32>(tails[row * 4u], tails[row * 4u + 1u], 0.0, 0.0);
    bins[row * 4u + 3u] = vec4<f32>(student.top, student.log_sum, teacher.top, teacher.log_sum);
  }
}
