// One State per invocation in, their merger out, by a tree in shared memory. The kernel gives `State` and `merged`,
// which must be associative and commutative up to rounding. Only invocation 0 may use the result; once per dispatch.

var<workgroup> partials: array<State, invocations>;

fn reduced(invocation: u32, own: State) -> State {
  partials[invocation] = own;
  for (var width = invocations / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (invocation < width) { partials[invocation] = merged(partials[invocation], partials[invocation + width]); }
  }
  return partials[0];
}
