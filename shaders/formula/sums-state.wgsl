// What a formula sums over the vocabulary, up to eight sums or maxima at once; how two parts are joined is the formula's own.

struct State { sums: array<f32, SUMS> }
const STATE_WORDS: u32 = SUMS;

fn empty_state() -> State { return State(empty_sums()); }

fn merged(a: State, b: State) -> State { return State(joined_sums(a.sums, b.sums)); }

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
