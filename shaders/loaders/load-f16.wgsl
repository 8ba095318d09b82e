// Logits stored as float16, two to a word. Widened by integer operations, exactly and on every adapter.

fn student_half(at: u32) -> u32 { return (student[at / 2u] >> (16u * (at % 2u))) & 0xffffu; }

fn student_bits(row: u32, token: u32) -> u32 {
  return widened(vec4<u32>(student_half(task.student_start + row * task.vocabulary + token))).x;
}

fn student_quad(row: u32, quad: u32) -> vec4<u32> {
  let token = quad * 4u;
  let at = task.student_start + row * task.vocabulary + token;
  if (token + 3u < task.vocabulary) {
    if (at % 2u == 0u) {
      let pairs = vec2<u32>(student[at / 2u], student[at / 2u + 1u]);
      return widened(vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u));
    }
    return widened(vec4<u32>(student_half(at), student_half(at + 1u), student_half(at + 2u), student_half(at + 3u)));
  }
  var halves = vec4<u32>(0xfc00u);
  for (var part = 0u; token + part < task.vocabulary; part++) { halves[part] = student_half(at + part); }
  return widened(halves);
}
