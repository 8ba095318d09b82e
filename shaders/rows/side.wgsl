// What one pass over a side's logits z gathers (online softmax, Milakov & Gimelshein, arXiv 1805.02867), with
// x = (z - top) / temperature:
//   top = max z,  sum = sum exp(x),  weighted = sum exp(x) x,  above = #{z > z of the token},  so that
//   log-sum-exp = top / temperature + ln sum,  entropy = ln sum - weighted / sum,  rank = 1 + above.
// The binding takes the logarithms, in float64.

struct Side {
  top: f32,
  sum: f32,
  weighted: f32,
  above: u32,
  flags: u32,   // 1: NaN or +Infinity seen
  own: u32,     // the token's logit, as an ordered integer
}
const SIDE_WORDS: u32 = 6u;

fn empty_side(own_bits: u32) -> Side { return Side(LOWEST, 0.0, 0.0, 0u, 0u, ordered(vec4<u32>(own_bits)).x); }

// How far x moves when `top` becomes `next`; at most 0.
fn shift_of(top: f32, next: f32) -> f32 { return (top - next) * task.inverse_temperature; }

fn shifted_side(side: Side, next: f32) -> Side {
  let shift = shift_of(side.top, next);
  let w = weight(shift);
  return Side(next, w * side.sum, w * (side.weighted + shift * side.sum), side.above, side.flags, side.own);
}

// Adds four logits to a side whose top is already at least theirs; x and exp(x) are the caller's, and so are flags.
fn absorb(side: ptr<function, Side>, bits: vec4<u32>, x: vec4<f32>, exp_x: vec4<f32>) {
  (*side).sum += sum4(exp_x);
  (*side).weighted += dot(exp_x, x);
  // The token's own zero is +0 here, so that neither zero is above it.
  let larger = select(vec4<u32>(0u), vec4<u32>(1u), nearly_ordered(bits) > vec4<u32>((*side).own));
  (*side).above += (larger.x + larger.y) + (larger.z + larger.w);
}

fn merged_side(a: Side, b: Side) -> Side {
  let top = max(a.top, b.top);
  let first = shifted_side(a, top);
  let second = shifted_side(b, top);
  return Side(top, first.sum + second.sum, first.weighted + second.weighted, a.above + b.above, a.flags | b.flags, a.own);
}

fn side_words(side: Side) -> array<u32, SIDE_WORDS> {
  return array<u32, SIDE_WORDS>(
    bitcast<u32>(side.top), bitcast<u32>(side.sum), bitcast<u32>(side.weighted), side.above, side.flags, side.own);
}

fn side_from(words: array<u32, SIDE_WORDS>) -> Side {
  return Side(
    bitcast<f32>(words[0]), bitcast<f32>(words[1]), bitcast<f32>(words[2]), words[3], words[4], words[5]);
}
