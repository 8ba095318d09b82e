// Every token a bin of its own, by the normalisers that `divergence` left.

fn token_bins(n: Normalisers, row: u32, quad: u32) -> Four {
  let student_z = decoded(student_quad(row, quad));
  let teacher_z = decoded(teacher_quad(row, quad));
  let student_x = (student_z - n.student_top) * task.inverse_temperature;
  let teacher_x = (teacher_z - n.teacher_top) * task.inverse_temperature;
  return Four(
    select(student_x - log(n.student_sum), NONE, student_z < vec4<f32>(LOWEST)),
    select(teacher_x - log(n.teacher_sum), NONE, teacher_z < vec4<f32>(LOWEST)),
    weights(student_x) / n.student_sum,
    weights(teacher_x) / n.teacher_sum,
    student_x - teacher_x - n.offset,
    vec4<bool>(false));
}
