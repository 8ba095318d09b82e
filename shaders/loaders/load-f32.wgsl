// Logits stored as float32, one to a word, of rows that may begin anywhere. Every loader gives the same two functions:
// the bits of one logit, and of four neighbours from token 4 * quad on, where what lies beyond the row reads as masked.
// Bits are always those of a float32. The teacher's loader is this file with the other name.

fn student_bits(row: u32, token: u32) -> u32 { return student[task.student_start + row * task.vocabulary + token]; }

fn student_quad(row: u32, quad: u32) -> vec4<u32> {
  let token = quad * 4u;
  let at = task.student_start + row * task.vocabulary + token;
  if (token + 3u < task.vocabulary) {
    return vec4<u32>(student[at], student[at + 1u], student[at + 2u], student[at + 3u]);
  }
  var bits = vec4<u32>(MASKED_BITS);
  for (var part = 0u; token + part < task.vocabulary; part++) { bits[part] = student[at + part]; }
  return bits;
}
