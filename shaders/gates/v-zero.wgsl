// V-Zero's gate: clip(1 + alpha a, least, most), with a the standardised evidence score of an answer among its
// prompt's; 0 for an answer without tokens. An invocation owns a prompt.

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let prompt = invocation.x;
  if (prompt >= settings.prompts) { return; }
  let spread = spread_of(prompt);
  for (var answer = answer_starts[prompt]; answer < answer_starts[prompt + 1u]; answer++) {
    let gate = clamp(1.0 + settings.numbers.x * standardised(spread, answer), settings.numbers.y, settings.numbers.z);
    gate_weights[answer] = select(0.0, gate, length_of(answer) > 0u);
  }
}
