// Draws a token from a row, as src/math/rows/sample.ts does in float64: the logits are cut to the K largest and to the nucleus
// (equal logits stay or go together), each token left gets an exponential noise from a hash of the draw's salt and the
// token, and the largest z / temperature - ln noise wins. Beside it what `score` gathers of the row, at temperature 1.
// A workgroup owns a draw; several may be of one row. The cut is found by sample-cut.wgsl.

struct Request { row: u32, salt: u32 }
struct Runner { reached: f32, token: u32 }

@group(0) @binding(2) var<storage, read> requests: array<Request>;
@group(0) @binding(4) var<storage, read_write> sampled: array<u32>;

var<workgroup> job: Request;
var<workgroup> scored: State;
var<workgroup> runners: array<Runner, invocations>;

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
// more than r. The series of exp(reached - x) is below it, and rules out nearly all tokens without any exponential.
fn may_win(x: vec4<f32>, tokens: vec4<u32>, salt: u32, reached: f32) -> vec4<bool> {
  let bits = mixed_four(mixed_four(tokens + vec4<u32>(ODD)) ^ vec4<u32>(salt));
  let r = vec4<f32>(bits) * 2.3283064365386963e-10;
  let behind = clamp(reached - x, vec4<f32>(0.0), vec4<f32>(80.0));
  return r * (1.0 + behind * (1.0 + behind * (0.5 + behind / 6.0))) <= vec4<f32>(1.001);
}

// ln E for E = -ln(1 - r), r = (bits + 1/2) / 2^32. Where r is small, 1 - r has lost it, and a series keeps it.
fn log_noise(salt: u32, token: u32) -> f32 {
  let bits = mixed(mixed(token + ODD) ^ salt);
  let r = (f32(bits) + 0.5) * 2.3283064365386963e-10;
  let rest = (f32(~bits) + 0.5) * 2.3283064365386963e-10;
  let series = r * (1.0 + r * (0.5 + r * (1.0 / 3.0 + r * (0.25 + r * (0.2 + r * (1.0 / 6.0 + r / 7.0))))));
  return log(select(-log(rest), series, r < 0.0625));
}

fn better(a: Runner, b: Runner) -> Runner {
  if (a.token == NOBODY) { return b; }
  if (b.token == NOBODY) { return a; }
  if (b.reached > a.reached || (b.reached == a.reached && b.token < a.token)) { return b; }
  return a;
}

// Of all invocations' runners the first; only invocation 0 may use it.
fn first_of(invocation: u32, own: Runner) -> u32 {
  runners[invocation] = own;
  for (var width = invocations / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (invocation < width) { runners[invocation] = better(runners[invocation], runners[invocation + width]); }
  }
  return runners[0].token;
}

fn winner(row: u32, invocation: u32, top: f32, least: u32, salt: u32) -> u32 {
  var best = Runner(0.0, NOBODY);
  for (var quad = invocation; quad < quads(); quad += invocations) {
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
  return first_of(invocation, best);
}

fn listed_winner(invocation: u32, top: f32, bound: Bound, salt: u32) -> u32 {
  var best = Runner(0.0, NOBODY);
  for (var i = invocation; i < bound.count; i += invocations) {
    if (listed_keys[i] < bound.least) { continue; }
    let x = (logit_of(listed_keys[i]) - top) * cut.inverse_temperature;
    best = better(best, Runner(x - log_noise(salt, listed_tokens[i]), listed_tokens[i]));
  }
  return first_of(invocation, best);
}

fn gathered(row: u32, invocation: u32) -> State {
  for (var segment = invocation; segment < SEGMENTS; segment += invocations) { peaks[segment] = 0u; }
  var side = empty_side(MASKED_BITS);
  for (var quad = invocation; quad < quads(); quad += invocations) {
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
  return reduced(invocation, State(side));
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  if (invocation == 0u) { job = requests[group.y]; }
  let request = workgroupUniformLoad(&job);
  // Rows that do not fit one binding come in tiles; a draw waits for its own.
  if (request.row < task.first_row || request.row >= task.first_row + task.rows) { return; }
  let row = request.row - task.first_row;
  let whole = gathered(row, invocation);
  if (invocation == 0u) { scored = whole; }
  var side = workgroupUniformLoad(&scored).side;
  var token = 0u;
  if (!is_cut()) {
    token = winner(row, invocation, side.top, 0u, request.salt);
  } else {
    let bound = bound_by_list(row, invocation, side.top);
    if (bound.known) {
      token = listed_winner(invocation, side.top, bound, request.salt);
    } else {
      token = winner(row, invocation, side.top, bound_by_row(row, invocation, side.top), request.salt);
    }
  }
  if (invocation == 0u) {
    if (token < task.vocabulary) { side.own = ordered(vec4<u32>(student_bits(row, token))).x; }
    let words = side_words(side);
    let at = group.y * (SIDE_WORDS + 1u);
    for (var i = 0u; i < SIDE_WORDS; i++) { sampled[at + i] = words[i]; }
    sampled[at + SIDE_WORDS] = token;
  }
}
