// VA-OPD's coefficients of tokens (eq. 5): the high_counts[answer] tokens with the largest advantage share lambda of
// their answer's loss, ties to the first, and the others share the rest; where either group is empty the other takes
// all. A workgroup owns an answer.

@group(0) @binding(3) var<storage, read> gains: array<f32>;
@group(0) @binding(4) var<storage, read> high_counts: array<u32>;
@group(0) @binding(5) var<storage, read_write> coefficients: array<f32>;

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let answer = group.x;
  let first = token_starts[answer];
  let end = token_starts[answer + 1u];
  let high = high_counts[answer];
  let others = length_of(answer) - high;
  let share = select(select(settings.numbers.x, 1.0, others == 0u), 0.0, high == 0u);
  for (var token = first + invocation; token < end; token += invocations) {
    var before = 0u;
    for (var other = first; other < end; other++) {
      let precedes = gains[other] > gains[token] || (gains[other] == gains[token] && other < token);
      before += select(0u, 1u, precedes);
    }
    coefficients[token] = select((1.0 - share) / f32(max(others, 1u)), share / f32(max(high, 1u)), before < high);
  }
}
