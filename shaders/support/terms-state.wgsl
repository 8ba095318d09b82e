// What is gathered of a divergence's terms over bins: plain sums, an online log-sum-exp of its exponents, and orphans, the
// largest log-probability of one side among bins that only that side has.

struct State { value: f32, bin_gradient: f32, top: f32, sum: f32, free: f32, orphans: vec2<f32> }
const STATE_WORDS: u32 = 7u;

fn empty_state() -> State { return State(0.0, 0.0, NOTHING, 0.0, 0.0, vec2<f32>(NOTHING)); }

fn merged(a: State, b: State) -> State {
  let top = max(a.top, b.top);
  let first = weight(a.top - top);
  let second = weight(b.top - top);
  return State(
    a.value + b.value, a.bin_gradient + b.bin_gradient, top,
    first * a.sum + second * b.sum, first * a.free + second * b.free, max(a.orphans, b.orphans));
}

fn absorbed(state: State, four: Four) -> State {
  let terms = terms_of(four);
  let none = vec4<f32>(0.0);
  let top = max4(terms.exponent);
  let exponentials = select(weights(terms.exponent - top), none, nothing(terms.exponent));
  let student = max4(select(NONE, four.student, nothing(four.teacher)));
  let teacher = max4(select(NONE, four.teacher, nothing(four.student)));
  return merged(state, State(
    sum4(terms.value), sum4(select(terms.bin_gradient, none, four.held)), top,
    sum4(exponentials), sum4(select(exponentials, none, four.held)), vec2<f32>(student, teacher)));
}

fn sums_of(state: State) -> Sums {
  let sum = max(state.sum, 1.0e-30);
  return Sums(state.value, state.bin_gradient, state.top + log(sum), state.free / sum);
}

fn words_of(state: State) -> array<u32, STATE_WORDS> {
  return array<u32, STATE_WORDS>(
    bitcast<u32>(state.value), bitcast<u32>(state.bin_gradient), bitcast<u32>(state.top), bitcast<u32>(state.sum),
    bitcast<u32>(state.free), bitcast<u32>(state.orphans.x), bitcast<u32>(state.orphans.y));
}

fn state_from(words: array<u32, STATE_WORDS>) -> State {
  return State(
    bitcast<f32>(words[0]), bitcast<f32>(words[1]), bitcast<f32>(words[2]), bitcast<f32>(words[3]),
    bitcast<f32>(words[4]), vec2<f32>(bitcast<f32>(words[5]), bitcast<f32>(words[6])));
}
