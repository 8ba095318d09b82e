// The fallback of `top-k` where too many elements are as large as its bound: exact radix selection (as in RadiK, arXiv
// 2501.14336). Every element has a Composite of 64 bits, its ordered logit above its inverted id, so no two are equal.
// Its eight bytes are counted from the top until at most `capacity` elements can still be among the K.

struct Composite { key: u32, order: u32 }

fn precedes(a: Composite, b: Composite) -> bool { return a.key > b.key || (a.key == b.key && a.order > b.order); }

// Quads `first` to before `end` of a row.
struct Stretch { row: u32, first: u32, end: u32 }

const BINS: u32 = 256u;
var<workgroup> histogram: array<atomic<u32>, BINS>;
var<workgroup> chosen: vec3<u32>;   // byte, elements above it, elements that have it

fn byte_of(c: Composite, place: u32) -> u32 {
  return (select(c.order, c.key, place < 4u) >> (24u - 8u * (place % 4u))) & 255u;
}

fn with_byte(c: Composite, place: u32, byte: u32) -> Composite {
  let shifted = byte << (24u - 8u * (place % 4u));
  return Composite(c.key | select(0u, shifted, place < 4u), c.order | select(shifted, 0u, place < 4u));
}

// The first `count` bytes, the rest 0.
fn leading(c: Composite, count: u32) -> Composite {
  let high = ~(0xffffffffu >> (8u * min(count, 3u)));
  let low = ~(0xffffffffu >> (8u * (max(count, 4u) - 4u)));
  return Composite(c.key & select(high, 0xffffffffu, count >= 4u), c.order & low);
}

// How many elements share the first `known` bytes with `prefix`, by their next.
fn count_bytes(invocation: u32, s: Stretch, prefix: Composite, known: u32) {
  for (var bin = invocation; bin < BINS; bin += invocations) { atomicStore(&histogram[bin], 0u); }
  workgroupBarrier();
  for (var quad = s.first + invocation; quad < s.end; quad += invocations) {
    let keys = quad_keys(s.row, quad);
    for (var part = 0u; part < 4u; part++) {
      let element = Composite(keys[part], ~(quad * 4u + part));
      let shared_part = leading(element, known);
      let same = shared_part.key == prefix.key && shared_part.order == prefix.order;
      if (same && quad * 4u + part < task.vocabulary) { atomicAdd(&histogram[byte_of(element, known)], 1u); }
    }
  }
  workgroupBarrier();
}

// The highest byte such that it and those above have at least `needed` elements.
fn byte_with(needed: u32) -> vec3<u32> {
  var byte = BINS - 1u;
  var above = 0u;
  while (above + atomicLoad(&histogram[byte]) < needed) {
    above += atomicLoad(&histogram[byte]);
    byte -= 1u;
  }
  return vec3<u32>(byte, above, atomicLoad(&histogram[byte]));
}

// The least Composite that an element can have and be among the K.
fn exact_bound(invocation: u32, s: Stretch) -> Composite {
  var prefix = Composite(0u, 0u);
  var needed = task.k;   // of the elements that share the prefix
  var candidates = capacity + 1u;
  for (var known = 0u; known < 8u && candidates > capacity; known++) {
    count_bytes(invocation, s, prefix, known);
    if (invocation == 0u) { chosen = byte_with(needed); }
    let found = workgroupUniformLoad(&chosen);
    prefix = with_byte(prefix, known, found.x);
    needed -= found.y;
    candidates = task.k - needed + found.z;
  }
  return prefix;
}
