// `top-k` of a row that is narrow, or hardly wider than K: the place of each element is the number of those that precede
// it, so nothing is sorted and nothing waits. A workgroup owns a row.

override capacity: u32 = 256u;   // at least the elements of a row

var<workgroup> keys: array<vec4<u32>, capacity / 4u>;

fn ones(where_true: vec4<bool>) -> vec4<u32> { return select(vec4<u32>(0u), vec4<u32>(1u), where_true); }
fn count4(ones: vec4<u32>) -> u32 { return (ones.x + ones.y) + (ones.z + ones.w); }

// How many elements of the row precede each of the quad `own`.
fn places_of(own: u32) -> vec4<u32> {
  let four = keys[own];
  var x = vec4<u32>(0u);
  // Within the quad, equal ones precede by their ids.
  var y = ones(vec4<bool>(four.x == four.y, false, false, false));
  var z = ones(vec4<bool>(four.x == four.z, four.y == four.z, false, false));
  var w = ones(vec4<bool>(four.x == four.w, four.y == four.w, four.z == four.w, false));
  for (var other = 0u; other < quads(); other++) {
    let others = keys[other];
    // An equal one of an earlier quad precedes too.
    let least = max(four, vec4<u32>(1u)) - vec4<u32>(select(0u, 1u, other < own));
    x += ones(others > vec4<u32>(least.x));
    y += ones(others > vec4<u32>(least.y));
    z += ones(others > vec4<u32>(least.z));
    w += ones(others > vec4<u32>(least.w));
  }
  return vec4<u32>(count4(x), count4(y), count4(z), count4(w));
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  for (var quad = invocation; quad < quads(); quad += invocations) { keys[quad] = quad_keys(row, quad); }
  workgroupBarrier();
  for (var own = invocation; own < quads(); own += invocations) {
    let places = places_of(own);
    for (var part = 0u; part < 4u; part++) {
      let token = own * 4u + part;
      if (token < task.vocabulary && places[part] < task.k) {
        emit((task.first_row + row) * task.k + places[part], row, token);
      }
    }
  }
}
