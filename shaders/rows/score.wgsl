// One side, one read of each logit: log-sum-exp, entropy, and log-probability and rank of the row's token.
// A workgroup owns one chunk of one row (group.x, group.y) and writes one State.

@group(0) @binding(2) var<storage, read> ids: array<u32>;
@group(0) @binding(3) var<storage, read_write> partials: array<u32>;

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  var side = empty_side(student_bits(row, ids[task.first_row + row]));
  let last = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last; quad += invocations) {
    let bits = student_quad(row, quad);
    var z = bitcast<vec4<f32>>(bits);
    if (!is_plain(bits)) {
      z = decoded(bits);
      side.flags |= select(0u, 1u, has_unusable(bits));
    }
    let top = max4(z);
    if (top > side.top) { side = shifted_side(side, top); }
    let x = (z - side.top) * task.inverse_temperature;
    absorb(&side, bits, x, weights(x));
  }
  let whole = reduced(invocation, State(side));
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
