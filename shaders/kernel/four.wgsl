// Four bins of both sides, the input of a divergence, and its outputs. Bins are tokens, and where a support is cut
// out perhaps one for the tail; what becomes of the tokens outside a support is `rest`. A bin without mass has the
// log-probability NOTHING. A divergence's own file gives
//   terms_of(bins) -> Terms                       what the bins add to its value, their gradients, their exponents
//   bin_gradients_of(bins, sums) -> vec4<f32>     P_b dD/dP_b of each bin, P the student's mass
//   bin_gradient_sum(sums) -> f32                 the sum of the gradients of all bins that are not held
// and plain-bin-gradients.wgsl gives the last two where the gradients do not depend on the sums.

const TAIL: u32 = 0u;
const FLOORED_TAIL: u32 = 1u;
const RENORMALISE: u32 = 2u;
const DROP: u32 = 3u;
override rest: u32 = TAIL;

const NOTHING: f32 = -1.0e38;
const NONE: vec4<f32> = vec4<f32>(NOTHING);

// `ratio` is ln p - ln q, large beyond measure where one side has no mass; a bin that is `held` is at a bound and does not
// move with the student's logits.
struct Four {
  student: vec4<f32>,   // ln p
  teacher: vec4<f32>,   // ln q
  p: vec4<f32>,
  q: vec4<f32>,
  ratio: vec4<f32>,
  held: vec4<bool>,
}

// `exponent` is NOTHING where a divergence sums no exponentials.
struct Terms { value: vec4<f32>, bin_gradient: vec4<f32>, exponent: vec4<f32> }

// `log_sum` of the exponentials, and `free`, the share of their sum that is not held.
struct Sums { value: f32, bin_gradient: f32, log_sum: f32, free: f32 }

fn nothing(logs: vec4<f32>) -> vec4<bool> { return logs < vec4<f32>(0.01 * NOTHING); }

// ln p - ln q, and 0 where a side has no mass.
fn gap_of(four: Four) -> vec4<f32> {
  return select(four.ratio, vec4<f32>(0.0), nothing(four.student) | nothing(four.teacher));
}

// Whether the bins may hold more or less than all of the mass.
fn is_loose() -> bool { return rest == FLOORED_TAIL || rest == DROP; }
