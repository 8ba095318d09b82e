// One State per invocation in, their merger out, by a tree in shared memory. The kernel gives `State` and `merged`,
// which must be associative and commutative up to rounding. Only invocation 0 may use the result; once per dispatch.

var<workgroup> shared_states: array<State, invocations>;

fn reduced(invocation: u32, own: State) -> State {
  shared_states[invocation] = own;
  for (var width = invocations / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (invocation < width) { shared_states[invocation] = merged(shared_states[invocation], shared_states[invocation + width]); }
  }
  return shared_states[0];
}
