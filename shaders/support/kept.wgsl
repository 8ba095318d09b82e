// Both sides on the support: the other side's logits of the tokens that one side chose, and each side's log-sum-exp over
// them. `top-k` has left the choosing side's tokens and logits. A workgroup owns a row.

@group(0) @binding(3) var<storage, read> top_ids: array<u32>;
@group(0) @binding(4) var<storage, read> top_bits: array<u32>;
@group(0) @binding(5) var<storage, read_write> other_bits: array<u32>;
@group(0) @binding(6) var<storage, read_write> kept_sums: array<u32>;   // a State a row

fn with_logit(s: Sum, bits: u32) -> Sum { return merged_sum(s, Sum(decoded(vec4<u32>(bits)).x, 1.0)); }

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = task.first_row + group.y;
  var state = State(Sum(LOWEST, 0.0), Sum(LOWEST, 0.0));
  for (var place = invocation; place < task.k; place += invocations) {
    let at = row * task.k + place;
    let token = top_ids[at];
    var bits = vec2<u32>(top_bits[at], 0u);
    if (support_from_teacher) {
      bits = vec2<u32>(student_bits(group.y, token), bits.x);
      other_bits[at] = bits.x;
    } else {
      bits.y = teacher_bits(group.y, token);
      other_bits[at] = bits.y;
    }
    state = State(with_logit(state.student, bits.x), with_logit(state.teacher, bits.y));
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { kept_sums[row * STATE_WORDS + i] = words[i]; }
  }
}
