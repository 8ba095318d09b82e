// Second read of both sides, with the normalisers that `divergence` left: a formula's terms of each entry, summed.
// A workgroup owns one chunk of one pair of rows (group.x, group.y) and writes one State.

@group(0) @binding(4) var<storage, read_write> partials: array<u32>;

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  let n = normalisers_of(task.first_row + row);
  let log_sums = log_sums_of(n);
  var state = empty_state();
  let last = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last; quad += invocations) {
    let logs = logs_at(row, quad, n, log_sums);
    let p = weights(logs.p);
    let q = weights(logs.q);
    let entries = min(4u, task.vocabulary - quad * 4u);
    for (var i = 0u; i < entries; i++) {
      state.sums = joined_sums(state.sums, terms_of(p[i], q[i], logs.p[i], logs.q[i]));
    }
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
