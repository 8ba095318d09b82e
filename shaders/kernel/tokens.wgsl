// Probabilities and log-ratios of a pair of rows, four tokens at a time, by the normalisers that `divergence` left.

// p, q and r = ln p - ln q; ln p too.
struct Tokens { p: vec4<f32>, q: vec4<f32>, ratio: vec4<f32>, student_log: vec4<f32> }

fn tokens_of(n: Normalisers, row: u32, quad: u32) -> Tokens {
  let student_x = (decoded(student_quad(row, quad)) - n.student_top) * task.inverse_temperature;
  let teacher_x = (decoded(teacher_quad(row, quad)) - n.teacher_top) * task.inverse_temperature;
  return Tokens(
    weights(student_x) / n.student_sum,
    weights(teacher_x) / n.teacher_sum,
    student_x - teacher_x - n.offset,
    student_x - log(n.student_sum));
}
