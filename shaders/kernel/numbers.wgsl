// How a logit becomes a number that arithmetic can trust. WGSL may assume that no infinity and no NaN exists, so both
// are recognised by their bits and never become a float: -Infinity (a masked token) is MASKED, which is below LOWEST,
// which is below every finite logit; finite logits are held within +-LIMIT, so that a logit divided by a temperature
// of 1e-4 and summed over a vocabulary stays finite in float32.

const LIMIT: f32 = 1.0e28;
const LOWEST: f32 = -2.0e28;
const MASKED: f32 = -1.0e30;
const LIMIT_BITS: u32 = 0x6e013f39u;   // of LIMIT
const MASKED_BITS: u32 = 0xff800000u;
const MAGNITUDE: vec4<u32> = vec4<u32>(0x7fffffffu);
const INFINITY: vec4<u32> = vec4<u32>(0x7f800000u);

// Invocations of a workgroup; a power of two.
override invocations: u32 = 128u;

// One uniform layout for every kernel over rows of logits.
struct Task {
  rows: u32,               // rows in the bound window
  vocabulary: u32,
  first_row: u32,          // of the window, in whatever is indexed by the rows of the whole matrix
  chunks: u32,             // workgroups that share a row
  quads_per_chunk: u32,    // four neighbouring logits make a quad
  student_start: u32,      // element of the window at which its first row starts
  teacher_start: u32,
  k: u32,
  inverse_temperature: f32,
  beta: f32,               // of a mixture; between 0 and 1, and neither
  parameter: f32,          // of a divergence, as it is
}
@group(0) @binding(0) var<uniform> task: Task;

fn quads() -> u32 { return (task.vocabulary + 3u) / 4u; }

// Whether all four are finite and within the limits, as nearly always: then their bits are their values.
fn is_plain(bits: vec4<u32>) -> bool { return all((bits & MAGNITUDE) <= vec4<u32>(LIMIT_BITS)); }

fn decoded(bits: vec4<u32>) -> vec4<f32> {
  if (is_plain(bits)) { return bitcast<vec4<f32>>(bits); }
  let special = (bits & MAGNITUDE) >= INFINITY;
  let finite = bitcast<vec4<f32>>(select(bits, vec4<u32>(0u), special));
  return select(clamp(finite, vec4<f32>(-LIMIT), vec4<f32>(LIMIT)), vec4<f32>(MASKED), special);
}

// NaN or +Infinity: a row that holds one has no softmax, and the binding says so.
fn has_unusable(bits: vec4<u32>) -> bool {
  return any(((bits & MAGNITUDE) >= INFINITY) & (bits != vec4<u32>(MASKED_BITS)));
}

// The float32 bits of the float16 in the low half of each word.
fn widened(halves: vec4<u32>) -> vec4<u32> {
  let magnitude = halves & vec4<u32>(0x7fffu);
  let normal = (magnitude << vec4<u32>(13u)) + vec4<u32>(112u << 23u);
  let special = (magnitude << vec4<u32>(13u)) | INFINITY;
  let subnormal = bitcast<vec4<u32>>(vec4<f32>(magnitude) * 5.9604644775390625e-8);   // times 2^-24
  let large = select(normal, special, magnitude >= vec4<u32>(0x7c00u));
  let sign = (halves & vec4<u32>(0x8000u)) << vec4<u32>(16u);
  return sign | select(large, subnormal, magnitude < vec4<u32>(0x400u));
}

// Integers in the order of the floats whose bits are given, but for the zeros: -0 comes right before +0.
fn nearly_ordered(bits: vec4<u32>) -> vec4<u32> {
  return bits ^ (bitcast<vec4<u32>>(bitcast<vec4<i32>>(bits) >> vec4<u32>(31u)) | vec4<u32>(0x80000000u));
}

// The same with both zeros equal.
fn ordered(bits: vec4<u32>) -> vec4<u32> {
  return nearly_ordered(select(bits, vec4<u32>(0u), bits == vec4<u32>(0x80000000u)));
}

// exp(x) for x <= 0, and exactly 0 where the result would be below float32's normal range (some adapters stop there
// instead of reaching 0, which a factor of 1e32 would turn into a wrong number).
fn weight(x: f32) -> f32 { return select(exp(max(x, -87.0)), 0.0, x < -87.0); }
fn weights(x: vec4<f32>) -> vec4<f32> {
  return select(exp(max(x, vec4<f32>(-87.0))), vec4<f32>(0.0), x < vec4<f32>(-87.0));
}

fn sum4(x: vec4<f32>) -> f32 { return (x.x + x.y) + (x.z + x.w); }
fn max4(x: vec4<f32>) -> f32 { return max(max(x.x, x.y), max(x.z, x.w)); }
