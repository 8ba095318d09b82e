// Groups of answers, one group to a prompt: tokens lie one after the other, answer a from token token_starts[a] to
// before token_starts[a + 1], and prompt g's answers likewise by answer_starts.

struct Settings { answers: u32, prompts: u32, tokens: u32, choice: u32, numbers: vec4<f32> }
@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> token_starts: array<u32>;
@group(0) @binding(2) var<storage, read> answer_starts: array<u32>;

override invocations: u32 = 64u;

fn length_of(answer: u32) -> u32 { return token_starts[answer + 1u] - token_starts[answer]; }
