// Draws a token from a row, as src/math/rows/sample.ts does in float64: the logits are cut to the K largest and to the nucleus
// (equal logits stay or go together), each token left gets an exponential noise from a hash of the draw's salt and the
// token, and the largest z / temperature - ln noise wins. Beside it what `score` gathers of the row, at temperature 1.
// A workgroup owns a draw; several may be of one row. Where a cut leaves few tokens, as nearly always, they are listed in a
// second read of the row, and the cut is found among them; else by bisecting over the row.

struct Cut {
  inverse_temperature: f32,
  top_p: f32,
  top_k: u32,    // 0: all
  greedy: u32,   // 1: no noise
}
struct Draw { row: u32, salt: u32 }

@group(0) @binding(2) var<storage, read> draws: array<Draw>;
@group(0) @binding(3) var<uniform> cut: Cut;
@group(0) @binding(4) var<storage, read_write> drawn: array<u32>;

struct Held { mass: f32, count: u32 }
struct Runner { reached: f32, token: u32 }

var<workgroup> job: Draw;
var<workgroup> scored: State;
var<workgroup> held: array<Held, lanes>;
var<workgroup> runners: array<Runner, lanes>;

const NOBODY: u32 = 0xffffffffu;
const ODD: u32 = 0x9e3779b9u;

fn mixed(value: u32) -> u32 {
  var bits = value;
  bits = (bits ^ (bits >> 16u)) * 0x7feb352du;
  bits = (bits ^ (bits >> 15u)) * 0x846ca68bu;
  return bits ^ (bits >> 16u);
}

fn mixed_four(values: vec4<u32>) -> vec4<u32> {
  var bits = values;
  bits = (bits ^ (bits >> vec4<u32>(16u))) * 0x7feb352du;
  bits = (bits ^ (bits >> vec4<u32>(15u))) * 0x846ca68bu;
  return bits ^ (bits >> vec4<u32>(16u));
}

// Which of four tokens may still win against a best of `reached`: x - ln E > reached needs r < exp(x - reached), since E is
// more than r. It takes one exponential, and hardly any token is left for the logarithms.
fn may_win(x: vec4<f32>, tokens: vec4<u32>, salt: u32, reached: f32) -> vec4<bool> {
  let bits = mixed_four(mixed_four(tokens + vec4<u32>(ODD)) ^ vec4<u32>(salt));
  let r = vec4<f32>(bits) * 2.3283064365386963e-10;
  return r <= 1.001 * exp(clamp(x - reached, vec4<f32>(-87.0), vec4<f32>(80.0)));
}

// ln E for E = -ln(1 - r), r = (bits + 1/2) / 2^32. Where r is small, 1 - r has lost it, and a series keeps it.
fn log_noise(salt: u32, token: u32) -> f32 {
  let bits = mixed(mixed(token + ODD) ^ salt);
  let r = (f32(bits) + 0.5) * 2.3283064365386963e-10;
  let rest = (f32(~bits) + 0.5) * 2.3283064365386963e-10;
  let series = r * (1.0 + r * (0.5 + r * (1.0 / 3.0 + r * (0.25 + r * (0.2 + r * (1.0 / 6.0 + r / 7.0))))));
  return log(select(-log(rest), series, r < 0.0625));
}

fn is_kept(bits: vec4<u32>, least: u32) -> vec4<bool> {
  return (ordered(bits) >= vec4<u32>(least)) & (bits != vec4<u32>(MASKED_BITS));
}

// How much weight, and how many tokens, have at least the ordered logit `least`.
fn held_from(row: u32, lane: u32, top: f32, least: u32) -> Held {
  var own = Held(0.0, 0u);
  for (var quad = lane; quad < quads(); quad += lanes) {
    let bits = student_quad(row, quad);
    let kept = is_kept(bits, least);
    let w = weights((decoded(bits) - top) * cut.inverse_temperature);
    own.mass += sum4(select(vec4<f32>(0.0), w, kept));
    let ones = select(vec4<u32>(0u), vec4<u32>(1u), kept);
    own.count += (ones.x + ones.y) + (ones.z + ones.w);
  }
  workgroupBarrier();
  held[lane] = own;
  for (var width = lanes / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      held[lane].mass += held[lane + width].mass;
      held[lane].count += held[lane + width].count;
    }
  }
  return workgroupUniformLoad(&held[0]);
}

// The largest ordered logit from which on as many tokens, and as much weight, are held as wanted; `from` where none is.
fn largest_holding(row: u32, lane: u32, top: f32, from_key: u32, count: u32, mass: f32) -> u32 {
  var low = from_key;
  var high = ordered(vec4<u32>(bitcast<u32>(top))).x + 1u;
  while (high - low > 1u) {
    let middle = low + (high - low) / 2u;
    let found = held_from(row, lane, top, middle);
    if (found.count >= count && found.mass >= mass) { low = middle; } else { high = middle; }
  }
  return low;
}

fn better(a: Runner, b: Runner) -> Runner {
  if (a.token == NOBODY) { return b; }
  if (b.token == NOBODY) { return a; }
  if (b.reached > a.reached || (b.reached == a.reached && b.token < a.token)) { return b; }
  return a;
}

// Of all invocations' runners the first; only invocation 0 may use it.
fn first_of(lane: u32, own: Runner) -> u32 {
  runners[lane] = own;
  for (var width = lanes / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) { runners[lane] = better(runners[lane], runners[lane + width]); }
  }
  return runners[0].token;
}

fn winner(row: u32, lane: u32, top: f32, least: u32, salt: u32) -> u32 {
  var best = Runner(0.0, NOBODY);
  for (var quad = lane; quad < quads(); quad += lanes) {
    let bits = student_quad(row, quad);
    let kept = is_kept(bits, least);
    let x = (decoded(bits) - top) * cut.inverse_temperature;
    let tokens = vec4<u32>(quad * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
    var candidates = kept & (tokens < vec4<u32>(task.vocabulary));
    if (cut.greedy == 0u && best.token != NOBODY) { candidates = candidates & may_win(x, tokens, salt, best.reached); }
    if (!any(candidates)) { continue; }
    for (var part = 0u; part < 4u; part++) {
      let token = tokens[part];
      if (!candidates[part]) { continue; }
      let noise = select(log_noise(salt, token), 0.0, cut.greedy == 1u);
      best = better(best, Runner(x[part] - noise, token));
    }
  }
  return first_of(lane, best);
}

// Every 512th quad belongs to one segment, and to one invocation: `peaks` are the segments' largest ordered logits, and
// later those of the list below in descending order, so that sums over them do not depend on who came first.
const SEGMENTS: u32 = 512u;
var<workgroup> peaks: array<u32, SEGMENTS>;

// The few tokens that may be drawn, where they are few: their ordered logits and their ids as they came, and the weights of
// `peaks`.
const MOST: u32 = 512u;
var<workgroup> listed_keys: array<u32, MOST>;
var<workgroup> listed_tokens: array<u32, MOST>;
var<workgroup> listed_weights: array<f32, MOST>;
var<workgroup> listed_count: atomic<u32>;
var<workgroup> extreme: atomic<u32>;
var<workgroup> told: u32;

// So many peaks bound the list where only a nucleus is asked for.
const NUCLEUS: u32 = 256u;

// What one invocation left in `extreme`, for all of them; then `next` is there.
fn settled(lane: u32, next: u32) -> u32 {
  workgroupBarrier();
  if (lane == 0u) {
    told = atomicLoad(&extreme);
    atomicStore(&extreme, next);
  }
  return workgroupUniformLoad(&told);
}

// A logit that at least `wanted` tokens reach: the wanted-th largest peak, found by counting the larger ones; 0 where
// there are fewer peaks.
fn reached_by(lane: u32, wanted: u32) -> u32 {
  if (lane == 0u) { atomicStore(&extreme, 0xffffffffu); }
  workgroupBarrier();
  for (var segment = lane; segment < SEGMENTS; segment += lanes) {
    let key = peaks[segment];
    var larger = 0u;
    for (var other = 0u; other < SEGMENTS && larger < wanted; other++) { larger += select(0u, 1u, peaks[other] > key); }
    if (larger < wanted) { atomicMin(&extreme, key); }
  }
  return settled(lane, 0u);
}

// The inverse of `ordered`.
fn logit_of(key: u32) -> f32 {
  return decoded(vec4<u32>(select(~key, key ^ 0x80000000u, key >= 0x80000000u))).x;
}

// Lists the tokens from the ordered logit `least` on; gives how many there are, and the weight of all tokens.
fn list_from(row: u32, lane: u32, top: f32, least: u32) -> Held {
  if (lane == 0u) { atomicStore(&listed_count, 0u); }
  workgroupBarrier();
  for (var quad = lane; quad < quads(); quad += lanes) {
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
  if (lane == 0u) { told = atomicLoad(&listed_count); }
  let count = workgroupUniformLoad(&told);
  if (cut.top_k > 0u || count > MOST) { return Held(0.0, count); }
  return Held(held_from(row, lane, top, 0u).mass, count);
}

// The listed keys in descending order, and their weights.
fn sort_list(lane: u32, top: f32, count: u32) {
  for (var i = lane; i < count; i += lanes) {
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

struct Bound { least: u32, count: u32, known: bool }

// The smallest ordered logit that may be drawn, from the list alone; not known where the list is too long or too short.
fn bound_by_list(row: u32, lane: u32, top: f32) -> Bound {
  let wanted = select(NUCLEUS, cut.top_k, cut.top_k > 0u);
  if (wanted > SEGMENTS) { return Bound(0u, 0u, false); }
  let from_key = reached_by(lane, wanted);
  let listed = list_from(row, lane, top, from_key);
  let count = listed.count;
  if (count > MOST) { return Bound(0u, 0u, false); }
  sort_list(lane, top, count);
  var least = 0u;
  if (cut.top_k > 0u && count >= cut.top_k) { least = workgroupUniformLoad(&peaks[cut.top_k - 1u]); }
  if (cut.top_p >= 1.0) { return Bound(least, count, true); }
  let all = select(listed.mass, listed_mass(count, least), cut.top_k > 0u);
  for (var i = lane; i < count; i += lanes) {
    let key = peaks[i];
    if (key >= least && listed_mass(count, key) >= cut.top_p * all) { atomicMax(&extreme, key); }
  }
  let nucleus = settled(lane, 0u);
  if (nucleus > 0u) { return Bound(nucleus, count, true); }
  return Bound(least, count, cut.top_k > 0u);
}

// The same by bisecting over the row.
fn bound_by_row(row: u32, lane: u32, top: f32) -> u32 {
  var least = 0u;
  if (cut.top_k > 0u) { least = largest_holding(row, lane, top, 0u, cut.top_k, 0.0); }
  if (cut.top_p >= 1.0) { return least; }
  let mass = cut.top_p * held_from(row, lane, top, least).mass;
  return largest_holding(row, lane, top, least, 0u, mass);
}

fn listed_winner(lane: u32, top: f32, bound: Bound, salt: u32) -> u32 {
  var best = Runner(0.0, NOBODY);
  for (var i = lane; i < bound.count; i += lanes) {
    if (listed_keys[i] < bound.least) { continue; }
    let x = (logit_of(listed_keys[i]) - top) * cut.inverse_temperature;
    best = better(best, Runner(x - log_noise(salt, listed_tokens[i]), listed_tokens[i]));
  }
  return first_of(lane, best);
}

fn is_cut() -> bool { return cut.top_k > 0u || cut.top_p < 1.0; }

fn gathered(row: u32, lane: u32) -> State {
  for (var segment = lane; segment < SEGMENTS; segment += lanes) { peaks[segment] = 0u; }
  var side = empty_side(MASKED_BITS);
  for (var quad = lane; quad < quads(); quad += lanes) {
    let bits = student_quad(row, quad);
    let z = decoded(bits);
    side.flags |= select(0u, 1u, has_unusable(bits));
    let top = max4(z);
    if (top > side.top) { side = shifted_side(side, top); }
    let x = (z - side.top) * task.inverse_temperature;
    absorb(&side, bits, x, weights(x));
    if (!is_cut()) { continue; }
    let keys = select(ordered(bits), vec4<u32>(0u), bits == vec4<u32>(MASKED_BITS));
    let segment = quad % SEGMENTS;
    peaks[segment] = max(peaks[segment], max(max(keys.x, keys.y), max(keys.z, keys.w)));
  }
  return reduced(lane, State(side));
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  if (lane == 0u) { job = draws[group.y]; }
  let draw = workgroupUniformLoad(&job);
  // Rows that do not fit one binding come in tiles; a draw waits for its own.
  if (draw.row < task.first_row || draw.row >= task.first_row + task.rows) { return; }
  let row = draw.row - task.first_row;
  let whole = gathered(row, lane);
  if (lane == 0u) { scored = whole; }
  var side = workgroupUniformLoad(&scored).side;
  var token = 0u;
  if (!is_cut()) {
    token = winner(row, lane, side.top, 0u, draw.salt);
  } else {
    let bound = bound_by_list(row, lane, side.top);
    if (bound.known) {
      token = listed_winner(lane, side.top, bound, draw.salt);
    } else {
      token = winner(row, lane, side.top, bound_by_row(row, lane, side.top), draw.salt);
    }
  }
  if (lane == 0u) {
    if (token < task.vocabulary) { side.own = ordered(vec4<u32>(student_bits(row, token))).x; }
    let words = side_words(side);
    let at = group.y * (SIDE_WORDS + 1u);
    for (var i = 0u; i < SIDE_WORDS; i++) { drawn[at + i] = words[i]; }
    drawn[at + SIDE_WORDS] = token;
  }
}
