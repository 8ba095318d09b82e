// Whether a token is among the K that one side finds most likely, told from the last of them: larger logits, and equal
// ones of a lower id, are in.

override support_from_teacher: bool = false;

fn chooser_quad(row: u32, quad: u32) -> vec4<u32> {
  if (support_from_teacher) { return teacher_quad(row, quad); }
  return student_quad(row, quad);
}

struct Last { key: u32, token: u32 }

fn is_kept(last: Last, bits: vec4<u32>, first_token: u32) -> vec4<bool> {
  let key = ordered(bits);
  let token = vec4<u32>(first_token) + vec4<u32>(0u, 1u, 2u, 3u);
  return (key > vec4<u32>(last.key)) | ((key == vec4<u32>(last.key)) & (token <= vec4<u32>(last.token)));
}
