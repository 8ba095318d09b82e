// Logits stored as float32 where every row begins at a multiple of four and has a multiple of four: one load a quad.

fn student_bits(row: u32, token: u32) -> u32 {
  let at = task.student_start + row * task.vocabulary + token;
  return student[at / 4u][at % 4u];
}

fn student_quad(row: u32, quad: u32) -> vec4<u32> {
  return student[(task.student_start + row * task.vocabulary) / 4u + quad];
}
