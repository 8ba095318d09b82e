// Skew KL divergence of one side, a, from the mixture m = lambda b + (1 - lambda) a: terms a ln(a / m). `forward` makes a
// the teacher; then the gradient of each bin is -lambda p a / m, else p (ln(p / m) + 1 - (1 - lambda) p / m).

fn terms_of(four: Four) -> Terms {
  if (forward == 1.0) {
    let log = mixture_logs(-four.ratio).student;
    return Terms(four.q * log, -task.beta * four.p * exp(log), NONE);
  }
  let log = mixture_logs(four.ratio).student;
  return Terms(four.p * log, four.p * (log + 1.0 - (1.0 - task.beta) * exp(log)), NONE);
}
