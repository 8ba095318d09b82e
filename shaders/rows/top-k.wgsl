// Ids and bits of the K largest logits of a stretch of a row, in descending order, ties to the lowest id. A workgroup owns
// a stretch (group.x of row group.y) and reads it twice:
// 1. its quads are dealt out to `groups` groups, and the K-th largest of the groups' maxima is a bound: K elements are at
//    least as large, so every element of the K is;
// 2. what is at least as large as the bound is gathered and sorted.
// Another file says where results go (`emit`).

override capacity: u32 = 256u;
override groups: u32 = 128u;   // at most `capacity`

var<workgroup> keys: array<u32, capacity>;
var<workgroup> tokens: array<u32, capacity>;
var<workgroup> reached: array<atomic<u32>, 32>;   // how many maxima reach the bound as it was tried, by its lowest bit
var<workgroup> filled: atomic<u32>;
var<workgroup> found: u32;

// The K-th largest of the groups' maxima, bit by bit from the top; 0 where there are fewer.
fn bound_of(invocation: u32, s: Stretch) -> u32 {
  for (var group = invocation; group < groups; group += invocations) {
    var largest = vec4<u32>(0u);
    for (var quad = s.first + group; quad < s.end; quad += groups) { largest = max(largest, quad_keys(s.row, quad)); }
    keys[group] = max(max(largest.x, largest.y), max(largest.z, largest.w));
  }
  var bound = 0u;
  for (var bit = 32u; bit > 0u; bit--) {
    let tried = bound | (1u << (bit - 1u));
    var own = 0u;
    for (var group = invocation; group < groups; group += invocations) { own += select(0u, 1u, keys[group] >= tried); }
    if (own > 0u) { atomicAdd(&reached[bit - 1u], own); }
    workgroupBarrier();
    if (atomicLoad(&reached[bit - 1u]) >= task.k) { bound = tried; }
  }
  return bound;
}

// Gathers the candidates that are at least `least`, in any order, as far as there is room; returns how many there are.
fn gathered(invocation: u32, s: Stretch, least: Composite) -> u32 {
  if (invocation == 0u) { atomicStore(&filled, 0u); }
  workgroupBarrier();
  for (var quad = s.first + invocation; quad < s.end; quad += invocations) {
    let four = quad_keys(s.row, quad);
    if (!any(four >= vec4<u32>(least.key))) { continue; }
    for (var part = 0u; part < 4u; part++) {
      let token = quad * 4u + part;
      if (token < task.vocabulary && !precedes(least, Composite(four[part], ~token))) {
        let slot = atomicAdd(&filled, 1u);
        if (slot < capacity) { keys[slot] = four[part]; tokens[slot] = token; }
      }
    }
  }
  workgroupBarrier();
  if (invocation == 0u) { found = atomicLoad(&filled); }
  return workgroupUniformLoad(&found);
}

// Sorts the first `count` candidates, descending: a bitonic network whose comparisons all point the same way, so that
// what lies beyond `count` would stay there and is left out.
fn sort(invocation: u32, count: u32) {
  for (var block = 2u; block < 2u * count; block *= 2u) {
    for (var stride = block / 2u; stride > 0u; stride /= 2u) {
      for (var i = invocation; 2u * i < 2u * count; i += invocations) {
        let low = 2u * i - (i & (stride - 1u));
        let mirrored = low + block - 1u - 2u * (low & (block - 1u));
        let high = select(low + stride, mirrored, 2u * stride == block);
        if (high >= count) { continue; }
        let a = Composite(keys[low], ~tokens[low]);
        let b = Composite(keys[high], ~tokens[high]);
        if (precedes(b, a)) {
          keys[low] = b.key; tokens[low] = ~b.order;
          keys[high] = a.key; tokens[high] = ~a.order;
        }
      }
      workgroupBarrier();
    }
  }
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let s = Stretch(group.y, quads() * group.x / task.chunks, quads() * (group.x + 1u) / task.chunks);
  var count = gathered(invocation, s, Composite(bound_of(invocation, s), 0u));
  if (count > capacity) { count = gathered(invocation, s, exact_bound(invocation, s)); }
  sort(invocation, count);
  let first = ((task.first_row + s.row) * task.chunks + group.x) * task.k;
  for (var place = invocation; place < task.k; place += invocations) { emit(first + place, s.row, tokens[place]); }
}
