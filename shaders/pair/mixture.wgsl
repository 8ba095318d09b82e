// Second read of both sides, with the normalisers that `divergence` left. With p student, q teacher and the mixture
// m = beta q + (1 - beta) p, each token adds
//   beta q ln(q / m) + (1 - beta) p ln(p / m),   |p - q|.
// A workgroup owns one chunk of one pair of rows (group.x, group.y) and writes one State.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read_write> partials: array<u32>;

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  let normalisers = normalisers_of(task.first_row + row);
  var sums = vec2<f32>(0.0);
  let last = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last; quad += invocations) {
    let t = tokens_of(normalisers, row, quad);
    let logs = mixture_logs(t.ratio);
    sums += vec2<f32>(
      sum4(task.beta * t.q * logs.teacher + (1.0 - task.beta) * t.p * logs.student),
      sum4(abs(t.p - t.q)));
  }
  let whole = reduced(invocation, State(sums));
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
