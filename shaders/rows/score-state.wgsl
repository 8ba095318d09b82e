// What `score` gathers: one Side.

struct State { side: Side }
const STATE_WORDS: u32 = SIDE_WORDS;

fn merged(a: State, b: State) -> State { return State(merged_side(a.side, b.side)); }
fn words_of(state: State) -> array<u32, STATE_WORDS> { return side_words(state.side); }
fn state_from(words: array<u32, STATE_WORDS>) -> State { return State(side_from(words)); }
