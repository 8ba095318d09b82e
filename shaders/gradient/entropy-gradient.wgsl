// The gradient of the student's entropy: -p (ln p + H(p)).

fn gradient_of(n: Normalisers, quad: u32) -> vec4<f32> {
  let t = tokens_of(n, 0u, quad);
  return -t.p * (t.student_log + n.entropy);
}
