// What turns the logits of a pair of rows into probabilities; the kernel binds the States that `divergence` left as
// `pairs`.

// Words of a pair's State, as divergence-state.wgsl lays them out.
const PAIR_WORDS: u32 = 16u;
const TEACHER_AT: u32 = 6u;

struct Normalisers {
  student_top: f32,
  student_sum: f32,
  teacher_top: f32,
  teacher_sum: f32,
  offset: f32,       // ln student_sum - ln teacher_sum
  entropy: f32,      // of the student
}

fn normalisers_of(row: u32) -> Normalisers {
  let at = row * PAIR_WORDS;
  let student_sum = bitcast<f32>(pairs[at + 1u]);
  let teacher_sum = bitcast<f32>(pairs[at + TEACHER_AT + 1u]);
  return Normalisers(
    bitcast<f32>(pairs[at]), student_sum, bitcast<f32>(pairs[at + TEACHER_AT]), teacher_sum,
    log(student_sum) - log(teacher_sum),
    log(student_sum) - bitcast<f32>(pairs[at + 2u]) / student_sum);
}
