// Log-sum-exp of what both sides give to tokens outside the support, summed and not taken from 1. The support is known
// by the K-th id and logit that `top-k` left for the choosing side. A workgroup owns one chunk of one pair of rows.

@group(0) @binding(3) var<storage, read> top_ids: array<u32>;
@group(0) @binding(4) var<storage, read> top_bits: array<u32>;
@group(0) @binding(5) var<storage, read_write> partials: array<u32>;

fn absorb(s: Sum, bits: vec4<u32>, kept: vec4<bool>) -> Sum {
  let z = select(decoded(bits), vec4<f32>(MASKED), kept);
  let grown = shifted_sum(s, max(s.top, max4(z)));
  return Sum(grown.top, grown.sum + sum4(weights((z - grown.top) * task.inverse_temperature)));
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  let end = (task.first_row + row + 1u) * task.k - 1u;
  let last = Last(ordered(vec4<u32>(top_bits[end])).x, top_ids[end]);
  var state = State(Sum(LOWEST, 0.0), Sum(LOWEST, 0.0));
  let last_quad = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last_quad; quad += invocations) {
    let kept = is_kept(last, chooser_quad(row, quad), quad * 4u);
    state = State(
      absorb(state.student, student_quad(row, quad), kept),
      absorb(state.teacher, teacher_quad(row, quad), kept));
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
