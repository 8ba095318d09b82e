// Log-probabilities of both sides at four entries, from the normalisers that `divergence` left of each pair of rows.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;

// Natural logarithms of both sides' sums of weights.
struct LogSums { student: f32, teacher: f32 }

fn log_sums_of(n: Normalisers) -> LogSums { return LogSums(log(n.student_sum), log(n.teacher_sum)); }

fn log_probs(z: vec4<f32>, top: f32, log_sum: f32) -> vec4<f32> {
  let x = (z - top) * task.inverse_temperature - log_sum;
  return select(x, vec4<f32>(-HUGE), z < vec4<f32>(LOWEST));
}

struct Logs { p: vec4<f32>, q: vec4<f32> }

fn logs_at(row: u32, quad: u32, n: Normalisers, sums: LogSums) -> Logs {
  return Logs(
    log_probs(decoded(student_quad(row, quad)), n.student_top, sums.student),
    log_probs(decoded(teacher_quad(row, quad)), n.teacher_top, sums.teacher),
  );
}
