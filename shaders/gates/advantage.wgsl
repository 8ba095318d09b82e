// What a token gains from one view over another (V-Zero eq. 17, VA-OPD eq. 2, Uni-OPD's reward): the difference of its
// log-probabilities, and per answer the means of relu(gap) - gamma relu(-gap), of relu(gap) and of the gap itself.
// Log-probabilities are read as bits: -Infinity on one side counts `largest` nats, on both sides nothing. An invocation
// owns an answer.

@group(0) @binding(3) var<storage, read> after: array<u32>;
@group(0) @binding(4) var<storage, read> before: array<u32>;
@group(0) @binding(5) var<storage, read_write> gaps: array<f32>;
@group(0) @binding(6) var<storage, read_write> means: array<f32>;

const NEGATIVE_INFINITY: u32 = 0xff800000u;

fn gap_of(token: u32) -> f32 {
  let largest = settings.numbers.y;
  if (after[token] == before[token]) { return 0.0; }
  if (before[token] == NEGATIVE_INFINITY) { return largest; }
  if (after[token] == NEGATIVE_INFINITY) { return -largest; }
  return bitcast<f32>(after[token]) - bitcast<f32>(before[token]);
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let answer = invocation.x;
  if (answer >= settings.answers) { return; }
  let gamma = settings.numbers.x;
  var sums = vec3<f32>(0.0);
  for (var token = token_starts[answer]; token < token_starts[answer + 1u]; token++) {
    let gap = gap_of(token);
    gaps[token] = gap;
    sums += vec3<f32>(max(gap, 0.0) - gamma * max(-gap, 0.0), max(gap, 0.0), gap);
  }
  let count = f32(max(length_of(answer), 1u));
  means[answer * 3u] = sums.x / count;
  means[answer * 3u + 1u] = sums.y / count;
  means[answer * 3u + 2u] = sums.z / count;
}
