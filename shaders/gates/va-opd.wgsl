// VA-OPD's weights of answers (eq. 3 and 4): softmax over a prompt's answers of their standardised mean advantages,
// divided by tau. Every answer has tokens. An invocation owns a prompt.

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let prompt = invocation.x;
  if (prompt >= settings.prompts) { return; }
  let spread = spread_of(prompt);
  let first = answer_starts[prompt];
  let end = answer_starts[prompt + 1u];
  var top = -3.0e38;
  for (var answer = first; answer < end; answer++) { top = max(top, standardised(spread, answer) / settings.numbers.x); }
  var sum = 0.0;
  for (var answer = first; answer < end; answer++) {
    gate_weights[answer] = exp(standardised(spread, answer) / settings.numbers.x - top);
    sum += gate_weights[answer];
  }
  for (var answer = first; answer < end; answer++) { gate_weights[answer] /= sum; }
}
