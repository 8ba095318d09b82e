// What `mixture` gathers, as plain sums: the Jensen–Shannon divergence and twice the total variation.

struct State { sums: vec2<f32> }
const STATE_WORDS: u32 = 2u;

fn merged(a: State, b: State) -> State { return State(a.sums + b.sums); }
fn words_of(state: State) -> array<u32, STATE_WORDS> {
  let w = bitcast<vec2<u32>>(state.sums);
  return array<u32, STATE_WORDS>(w.x, w.y);
}
fn state_from(words: array<u32, STATE_WORDS>) -> State {
  return State(bitcast<vec2<f32>>(vec2<u32>(words[0], words[1])));
}
