// The gradient of the student's entropy: -p (ln p + H(p)).

fn gradient_of(n: Normalisers, row: u32, quad: u32) -> vec4<f32> {
  let t = tokens_of(n, row, quad);
  return -t.p * (t.student_log + n.entropy);
}
