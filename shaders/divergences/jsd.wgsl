// JSD(beta): terms beta q ln(q / m) + (1 - beta) p ln(p / m) of the mixture m = beta q + (1 - beta) p.

fn terms_of(four: Four) -> Terms {
  let logs = mixture_logs(four.ratio);
  let student_part = (1.0 - task.beta) * four.p * logs.student;
  return Terms(task.beta * four.q * logs.teacher + student_part, student_part, NONE);
}
