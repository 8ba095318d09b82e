// A divergence over all tokens: a second read of both sides, with the normalisers that `divergence` left. A workgroup owns
// one chunk of one pair of rows (group.x, group.y) and writes one State.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read_write> partials: array<u32>;

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  let normalisers = normalisers_of(task.first_row + row);
  var state = empty_state();
  let last = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last; quad += invocations) {
    state = absorbed(state, token_bins(normalisers, row, quad));
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
