// What a formula sums over the vocabulary, up to eight sums or maxima at once; `terms_of` is the formula's own.

struct State { sums: array<f32, SUMS> }
const STATE_WORDS: u32 = SUMS;

fn is_maximum(at: u32) -> bool { return (MAXIMA & (1u << at)) != 0u; }

fn joined_sums(at: u32, a: f32, b: f32) -> f32 {
  if (is_maximum(at)) { return v_max(a, b); }
  return v_add(a, b);
}

fn empty_state() -> State {
  var state: State;
  for (var at = 0u; at < SUMS; at++) { state.sums[at] = select(0.0, -HUGE, is_maximum(at)); }
  return state;
}

fn merged(a: State, b: State) -> State {
  var state: State;
  for (var at = 0u; at < SUMS; at++) { state.sums[at] = joined_sums(at, a.sums[at], b.sums[at]); }
  return state;
}

fn words_of(state: State) -> array<u32, STATE_WORDS> {
  var words: array<u32, STATE_WORDS>;
  for (var at = 0u; at < SUMS; at++) { words[at] = bitcast<u32>(state.sums[at]); }
  return words;
}

fn state_from(words: array<u32, STATE_WORDS>) -> State {
  var state: State;
  for (var at = 0u; at < SUMS; at++) { state.sums[at] = bitcast<f32>(words[at]); }
  return state;
}
