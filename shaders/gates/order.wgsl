// Uni-OPD's order of returns within a prompt: margin, shift, greedy mask, balance by lots and area under the curve.
// An answer, which has tokens, is three words: bits of its return, 0 wrong or 1 right or 2 unknown, bits of its lot.
// `stay` is how many right and wrong answers a balance keeps, per prompt, truncated by the host in float64.
// Results are three numbers per prompt (margin, whether it is defined, area under the curve), then a shift per answer.
// An invocation owns a prompt and its answers' entries of `kept`, on which the greedy mask works.

@group(0) @binding(3) var<storage, read> answers: array<u32>;
@group(0) @binding(4) var<storage, read> stay: array<u32>;
@group(0) @binding(5) var<storage, read_write> results: array<f32>;
@group(0) @binding(6) var<storage, read_write> kept: array<u32>;      // bit 0: by the greedy mask, bit 1: by the balance

const WRONG: u32 = 0u;
const RIGHT: u32 = 1u;
const EXTREME: u32 = 1u;         // bit of settings.choice: worst right against best wrong, instead of means
const DIRECTION_SHIFT: u32 = 1u; // above it: 0 right up, 1 wrong down, 2 both
const MASKED_OUT: u32 = 0xffffffffu;

fn return_of(answer: u32) -> f32 { return bitcast<f32>(answers[answer * 3u]); }
fn lot_of(answer: u32) -> f32 { return bitcast<f32>(answers[answer * 3u + 2u]); }
fn judgement(answer: u32) -> u32 { return answers[answer * 3u + 1u]; }
fn counts(answer: u32, wanted: u32) -> bool { return judgement(answer) == wanted && (kept[answer] & 1u) == 1u; }

struct Margin { value: f32, right: u32, wrong: u32 }

// The margin over the answers that are kept, except `left_out`.
fn margin_of(prompt: u32, left_out: u32) -> Margin {
  var sums = vec2<f32>(0.0);
  var extremes = vec2<f32>(-3.0e38, 3.0e38);   // largest wrong, smallest right
  var numbers = vec2<u32>(0u);
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) {
    if (answer == left_out) { continue; }
    if (counts(answer, WRONG)) {
      sums.x += return_of(answer); numbers.x += 1u; extremes.x = max(extremes.x, return_of(answer));
    }
    if (counts(answer, RIGHT)) {
      sums.y += return_of(answer); numbers.y += 1u; extremes.y = min(extremes.y, return_of(answer));
    }
  }
  if (numbers.x == 0u || numbers.y == 0u) { return Margin(0.0, numbers.y, numbers.x); }
  let means = sums.y / f32(numbers.y) - sums.x / f32(numbers.x);
  let extreme = (settings.choice & EXTREME) == EXTREME;
  return Margin(select(means, extremes.y - extremes.x, extreme), numbers.y, numbers.x);
}

// The worst right or the best wrong answer that is kept; of equal ones the first.
fn worst_of(prompt: u32, wanted: u32) -> u32 {
  var worst = MASKED_OUT;
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) {
    if (!counts(answer, wanted)) { continue; }
    if (worst == MASKED_OUT) { worst = answer; continue; }
    let worse = select(return_of(answer) > return_of(worst), return_of(answer) < return_of(worst), wanted == RIGHT);
    if (worse) { worst = answer; }
  }
  return worst;
}

fn mask_greedily(prompt: u32, whole: Margin, delta: f32) {
  let least = vec2<u32>(max(1u, whole.wrong / 4u), max(1u, whole.right / 4u));
  var margin = whole;
  while (margin.value < delta) {
    var drop = MASKED_OUT;
    var best = margin.value;
    if (margin.right > least.y) {
      let worst = worst_of(prompt, RIGHT);
      let wider = margin_of(prompt, worst).value;
      if (wider > best) { best = wider; drop = worst; }
    }
    if (margin.wrong > least.x) {
      let worst = worst_of(prompt, WRONG);
      let wider = margin_of(prompt, worst).value;
      if (wider > best) { best = wider; drop = worst; }
    }
    if (drop == MASKED_OUT) { return; }
    kept[drop] &= ~1u;
    margin = margin_of(prompt, MASKED_OUT);
  }
}

fn area_of(prompt: u32, whole: Margin) -> f32 {
  var area = 0.0;
  for (var right = answer_starts[prompt]; right < answer_starts[prompt + 1u]; right++) {
    if (judgement(right) != RIGHT) { continue; }
    for (var wrong = answer_starts[prompt]; wrong < answer_starts[prompt + 1u]; wrong++) {
      if (judgement(wrong) == WRONG) { area += 0.5 * (sign(return_of(right) - return_of(wrong)) + 1.0); }
    }
  }
  return area / f32(max(whole.right * whole.wrong, 1u));
}

// The answers of each kind with the smallest lots stay, ties to the first; unknown answers stay.
fn balance(prompt: u32) {
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) {
    let wanted = judgement(answer);
    if (wanted == 2u) { kept[answer] |= 2u; continue; }
    var before = 0u;
    for (var other = answer_starts[prompt]; other < answer_starts[prompt + 1u]; other++) {
      let precedes = lot_of(other) < lot_of(answer) || (lot_of(other) == lot_of(answer) && other < answer);
      before += select(0u, 1u, judgement(other) == wanted && precedes);
    }
    let target_count = stay[prompt * 2u + select(1u, 0u, wanted == RIGHT)];
    if (before < target_count) { kept[answer] |= 2u; }
  }
}

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let prompt = invocation.x;
  if (prompt >= settings.prompts) { return; }
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) { kept[answer] = 1u; }
  let whole = margin_of(prompt, MASKED_OUT);
  let defined = whole.right > 0u && whole.wrong > 0u;
  let delta = settings.numbers.x;
  results[prompt * 3u] = whole.value;
  results[prompt * 3u + 1u] = select(0.0, 1.0, defined);
  results[prompt * 3u + 2u] = area_of(prompt, whole);
  let missing = select(0.0, max(0.0, delta - whole.value), defined);
  let direction = settings.choice >> DIRECTION_SHIFT;
  let up = select(select(missing, 0.0, direction == 1u), 0.5 * missing, direction == 2u);
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) {
    let wanted = judgement(answer);
    results[settings.prompts * 3u + answer] = select(select(0.0, up - missing, wanted == WRONG), up, wanted == RIGHT);
  }
  if (defined) { mask_greedily(prompt, whole, delta); }
  balance(prompt);
}
