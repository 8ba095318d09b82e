// The cut of a draw: which logits of a row stay, of its K largest and of its nucleus. Where it leaves few tokens, as nearly
// always, they are listed in a second read of the row, and the cut is found among them; else by bisecting over the row.

struct Cut {
  inverse_temperature: f32,
  top_p: f32,
  top_k: u32,    // 0: all
  greedy: u32,   // 1: no noise
}

@group(0) @binding(3) var<uniform> cut: Cut;

struct Held { mass: f32, count: u32 }

var<workgroup> held: array<Held, invocations>;

fn is_cut() -> bool { return cut.top_k > 0u || cut.top_p < 1.0; }

fn is_kept(bits: vec4<u32>, least: u32) -> vec4<bool> {
  return (ordered(bits) >= vec4<u32>(least)) & (bits != vec4<u32>(MASKED_BITS));
}

// How much weight, and how many tokens, have at least the ordered logit `least`.
fn held_from(row: u32, invocation: u32, top: f32, least: u32) -> Held {
  var own = Held(0.0, 0u);
  for (var quad = invocation; quad < quads(); quad += invocations) {
    let bits = student_quad(row, quad);
    let kept = is_kept(bits, least);
    let w = weights((decoded(bits) - top) * cut.inverse_temperature);
    own.mass += sum4(select(vec4<f32>(0.0), w, kept));
    let ones = select(vec4<u32>(0u), vec4<u32>(1u), kept);
    own.count += (ones.x + ones.y) + (ones.z + ones.w);
  }
  workgroupBarrier();
  held[invocation] = own;
  for (var width = invocations / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (invocation < width) {
      held[invocation].mass += held[invocation + width].mass;
      held[invocation].count += held[invocation + width].count;
    }
  }
  return workgroupUniformLoad(&held[0]);
}

// The largest ordered logit from which on as many tokens, and as much weight, are held as wanted; `from` where none is.
fn largest_holding(row: u32, invocation: u32, top: f32, from_key: u32, count: u32, mass: f32) -> u32 {
  var low = from_key;
  var high = ordered(vec4<u32>(bitcast<u32>(top))).x + 1u;
  while (high - low > 1u) {
    let middle = low + (high - low) / 2u;
    let found = held_from(row, invocation, top, middle);
    if (found.count >= count && found.mass >= mass) { low = middle; } else { high = middle; }
  }
  return low;
}

// Every 512th quad belongs to one segment, and to one invocation: `peaks` are the segments' largest ordered logits, and
// later those of the list below in descending order, so that sums over them do not depend on who came first.
const SEGMENTS: u32 = 512u;
var<workgroup> peaks: array<u32, SEGMENTS>;

// The few tokens that may be sampled, where they are few: their ordered logits and their ids as they came, and the weights of
// `peaks`.
const MOST: u32 = 512u;
var<workgroup> listed_keys: array<u32, MOST>;
var<workgroup> listed_tokens: array<u32, MOST>;
var<workgroup> listed_weights: array<f32, MOST>;
var<workgroup> listed_count: atomic<u32>;
var<workgroup> smallest: atomic<u32>;
var<workgroup> told: u32;

// So many peaks bound the list where only a nucleus is asked for.
const NUCLEUS: u32 = 256u;

// A logit that at least `wanted` tokens reach: the wanted-th largest peak, found by counting the larger ones; 0 where
// there are fewer peaks.
fn reached_by(invocation: u32, wanted: u32) -> u32 {
  let segments = min(SEGMENTS, quads());
  if (segments < wanted) { return 0u; }
  if (invocation == 0u) { atomicStore(&smallest, 0xffffffffu); }
  workgroupBarrier();
  for (var segment = invocation; segment < segments; segment += invocations) {
    let key = peaks[segment];
    var larger = 0u;
    for (var other = 0u; other < segments && larger < wanted; other++) { larger += select(0u, 1u, peaks[other] > key); }
    if (larger < wanted) { atomicMin(&smallest, key); }
  }
  workgroupBarrier();
  if (invocation == 0u) { told = atomicLoad(&smallest); }
  return workgroupUniformLoad(&told);
}

// The inverse of `ordered`.
fn logit_of(key: u32) -> f32 {
  return decoded(vec4<u32>(select(~key, key ^ 0x80000000u, key >= 0x80000000u))).x;
}

// Lists the tokens from the ordered logit `least` on; gives how many there are, and the weight of all tokens.
fn list_from(row: u32, invocation: u32, top: f32, least: u32) -> Held {
  if (invocation == 0u) { atomicStore(&listed_count, 0u); }
  workgroupBarrier();
  for (var quad = invocation; quad < quads(); quad += invocations) {
    let bits = student_quad(row, quad);
    let kept = is_kept(bits, least);
    if (!any(kept)) { continue; }
    let key = ordered(bits);
    for (var part = 0u; part < 4u; part++) {
      if (!kept[part]) { continue; }
      let slot = atomicAdd(&listed_count, 1u);
      if (slot >= MOST) { break; }
      listed_keys[slot] = key[part];
      listed_tokens[slot] = quad * 4u + part;
    }
  }
  workgroupBarrier();
  if (invocation == 0u) { told = atomicLoad(&listed_count); }
  let count = workgroupUniformLoad(&told);
  if (cut.top_k > 0u || count > MOST) { return Held(0.0, count); }
  return Held(held_from(row, invocation, top, 0u).mass, count);
}

// The listed keys in descending order, and their weights.
fn sort_list(invocation: u32, top: f32, count: u32) {
  for (var i = invocation; i < count; i += invocations) {
    let key = listed_keys[i];
    var rank = 0u;
    for (var j = 0u; j < count; j++) {
      rank += select(0u, 1u, listed_keys[j] > key || (listed_keys[j] == key && j < i));
    }
    peaks[rank] = key;
    listed_weights[rank] = weight((logit_of(key) - top) * cut.inverse_temperature);
  }
  workgroupBarrier();
}

// How much weight the sorted list has from the ordered logit `least` on.
fn listed_mass(count: u32, least: u32) -> f32 {
  var mass = 0.0;
  for (var i = 0u; i < count && peaks[i] >= least; i++) { mass += listed_weights[i]; }
  return mass;
}

// The largest of the sorted keys from which on the list has as much weight as wanted; 0 where it has less.
fn nucleus_of(count: u32, wanted: f32) -> u32 {
  var mass = 0.0;
  for (var i = 0u; i < count; i++) {
    mass += listed_weights[i];
    if (mass >= wanted) { return peaks[i]; }
  }
  return 0u;
}

struct Bound { least: u32, count: u32, known: bool }

// The smallest ordered logit that may be sampled, from the list alone; not known where the list is too long or too short.
fn bound_by_list(row: u32, invocation: u32, top: f32) -> Bound {
  let wanted = select(NUCLEUS, cut.top_k, cut.top_k > 0u);
  if (wanted > SEGMENTS) { return Bound(0u, 0u, false); }
  let from_key = reached_by(invocation, wanted);
  let listed = list_from(row, invocation, top, from_key);
  let count = listed.count;
  if (count > MOST) { return Bound(0u, 0u, false); }
  sort_list(invocation, top, count);
  var least = 0u;
  if (cut.top_k > 0u && count >= cut.top_k) { least = workgroupUniformLoad(&peaks[cut.top_k - 1u]); }
  if (cut.top_p >= 1.0) { return Bound(least, count, true); }
  if (invocation == 0u) {
    let all = select(listed.mass, listed_mass(count, least), cut.top_k > 0u);
    told = nucleus_of(count, cut.top_p * all);
  }
  let nucleus = workgroupUniformLoad(&told);
  if (nucleus > 0u) { return Bound(max(nucleus, least), count, true); }
  return Bound(least, count, cut.top_k > 0u);
}

// The same by bisecting over the row.
fn bound_by_row(row: u32, invocation: u32, top: f32) -> u32 {
  var least = 0u;
  if (cut.top_k > 0u) { least = largest_holding(row, invocation, top, 0u, cut.top_k, 0.0); }
  if (cut.top_p >= 1.0) { return least; }
  let mass = cut.top_p * held_from(row, invocation, top, least).mass;
  return largest_holding(row, invocation, top, least, 0u, mass);
}
