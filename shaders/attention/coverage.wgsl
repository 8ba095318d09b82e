// How much of a map lies in a box (ZwZ eq. 2): sums of value * row share * column share, of values, and the largest value.
// Shares are how much of each row and column of cells the box covers. One workgroup owns the relative map.

struct Place { rows: u32, columns: u32, cells: u32, padding: u32 }
@group(0) @binding(0) var<uniform> place: Place;
@group(0) @binding(1) var<storage, read> maps: array<f32>;
@group(0) @binding(2) var<storage, read> shares: array<f32>;   // of the rows, then of the columns
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

override invocations: u32 = 64u;

struct State { inside: f32, whole: f32, largest: f32 }
fn merged(a: State, b: State) -> State { return State(a.inside + b.inside, a.whole + b.whole, max(a.largest, b.largest)); }

@compute @workgroup_size(invocations)
fn main(@builtin(local_invocation_index) invocation: u32) {
  var state = State(0.0, 0.0, 0.0);
  for (var cell = invocation; cell < place.cells; cell += invocations) {
    let value = maps[place.cells + cell];
    let share = shares[cell / place.columns] * shares[place.rows + cell % place.columns];
    state = merged(state, State(value * share, value, value));
  }
  let total = reduced(invocation, state);
  if (invocation == 0u) { sums[0] = total.inside; sums[1] = total.whole; sums[2] = total.largest; }
}
