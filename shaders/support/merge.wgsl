// The chunks of each row, merged in order into one State; an invocation owns a row.

@group(0) @binding(1) var<storage, read> partials: array<u32>;
@group(0) @binding(2) var<storage, read_write> states: array<u32>;

fn partial(index: u32) -> State {
  var words: array<u32, STATE_WORDS>;
  for (var i = 0u; i < STATE_WORDS; i++) { words[i] = partials[index * STATE_WORDS + i]; }
  return state_from(words);
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let row = invocation.x;
  if (row >= task.rows) { return; }
  var whole = partial(row * task.chunks);
  for (var chunk = 1u; chunk < task.chunks; chunk++) { whole = merged(whole, partial(row * task.chunks + chunk)); }
  let words = words_of(whole);
  for (var i = 0u; i < STATE_WORDS; i++) { states[(task.first_row + row) * STATE_WORDS + i] = words[i]; }
}
