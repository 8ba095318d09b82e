// Estimates of the reverse KL from the row's token alone (Schulman, "Approximating KL divergence", 2020; V-Zero eq. 24,
// arXiv 2606.25319): with the gap A = ln p(y) - ln q(y),
//   k1 = A,   k2 = A^2 / 2,   k3 = exp(-A) - 1 + A,   surrogate = A ln p(y).
// `divergence` has left both sides' normalisers and the token's logits. A side that masks the token makes them infinite,
// which the flags say; gaps beyond +-LARGEST_GAP are flagged too and finished by the binding, since exp(-A) and A^2 may
// leave float32. An invocation owns a row.

@group(0) @binding(1) var<storage, read> pairs: array<u32>;
@group(0) @binding(2) var<storage, read_write> estimates: array<u32>;   // k1, k2, k3, surrogate, flags

const SIDE_AT: vec2<u32> = vec2<u32>(0u, 6u);   // words of a pair's State, as divergence-state.wgsl lays them out
const OWN: u32 = 5u;
const PAIR_WORDS: u32 = 16u;
const ESTIMATE_WORDS: u32 = 5u;
const MASKED_KEY: u32 = 0x007fffffu;            // -Infinity, as an ordered integer
const LARGEST_GAP: f32 = 80.0;
const STUDENT_MASKED: u32 = 1u;
const TEACHER_MASKED: u32 = 2u;
const BEYOND: u32 = 4u;

// The token's log-probability; the inverse of `ordered` gives its bits.
fn own_log_prob(at: u32) -> f32 {
  let key = pairs[at + OWN];
  let bits = select(~key, key ^ 0x80000000u, key >= 0x80000000u);
  let z = decoded(vec4<u32>(bits)).x;
  return (z - bitcast<f32>(pairs[at])) * task.inverse_temperature - log(bitcast<f32>(pairs[at + 1u]));
}

// exp(-a) - 1 + a, by its series where the sum would cancel.
fn k3_of(a: f32) -> f32 {
  let series = a * a * (0.5 - a * (0.16666667 - a * (0.041666667 - a * (0.008333334 - a * 0.0013888889))));
  return select(exp(-a) - 1.0 + a, series, abs(a) < 0.3);
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  if (invocation.x >= task.rows) { return; }
  let row = task.first_row + invocation.x;
  let at = row * PAIR_WORDS + SIDE_AT;
  var flags = select(0u, STUDENT_MASKED, pairs[at.x + OWN] == MASKED_KEY)
    | select(0u, TEACHER_MASKED, pairs[at.y + OWN] == MASKED_KEY);
  var gap = 0.0;
  var student = 0.0;
  if (flags == 0u) {
    student = own_log_prob(at.x);
    gap = student - own_log_prob(at.y);
  }
  let near = clamp(gap, -LARGEST_GAP, LARGEST_GAP);
  if (near != gap) { flags |= BEYOND; }
  let into = row * ESTIMATE_WORDS;
  estimates[into] = bitcast<u32>(gap);
  estimates[into + 1u] = bitcast<u32>(0.5 * near * near);
  estimates[into + 2u] = bitcast<u32>(k3_of(near));
  estimates[into + 3u] = bitcast<u32>(near * student);
  estimates[into + 4u] = flags;
}
