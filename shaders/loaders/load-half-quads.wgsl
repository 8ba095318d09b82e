// Logits stored as float16 where every row begins at a multiple of four and has a multiple of four: one load a quad.

fn student_bits(row: u32, token: u32) -> u32 {
  let at = task.student_start + row * task.vocabulary + token;
  return widened(vec4<u32>((student[at / 4u][at / 2u % 2u] >> (16u * (at % 2u))) & 0xffffu)).x;
}

fn student_quad(row: u32, quad: u32) -> vec4<u32> {
  let pairs = student[(task.student_start + row * task.vocabulary) / 4u + quad];
  return widened(vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u));
}
