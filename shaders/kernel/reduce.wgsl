// One State per invocation in, their merger out, by a tree in shared memory. The kernel gives `State` and `merged`,
// which must be associative and commutative up to rounding. Only invocation 0 may use the result; once per dispatch.

var<workgroup> shelf: array<State, lanes>;

fn reduced(lane: u32, own: State) -> State {
  shelf[lane] = own;
  for (var width = lanes / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) { shelf[lane] = merged(shelf[lane], shelf[lane + width]); }
  }
  return shelf[0];
}
