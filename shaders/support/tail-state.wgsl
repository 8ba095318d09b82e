// What `tail` gathers for each side: an online log-sum-exp of the logits outside the support.

struct Sum { top: f32, sum: f32 }
struct State { student: Sum, teacher: Sum }
const STATE_WORDS: u32 = 4u;

fn shifted_sum(s: Sum, next: f32) -> Sum { return Sum(next, s.sum * weight((s.top - next) * task.inverse_temperature)); }

fn merged_sum(a: Sum, b: Sum) -> Sum {
  let top = max(a.top, b.top);
  return Sum(top, shifted_sum(a, top).sum + shifted_sum(b, top).sum);
}

fn merged(a: State, b: State) -> State {
  return State(merged_sum(a.student, b.student), merged_sum(a.teacher, b.teacher));
}
fn words_of(state: State) -> array<u32, STATE_WORDS> {
  return array<u32, STATE_WORDS>(
    bitcast<u32>(state.student.top), bitcast<u32>(state.student.sum),
    bitcast<u32>(state.teacher.top), bitcast<u32>(state.teacher.sum));
}
fn state_from(words: array<u32, STATE_WORDS>) -> State {
  let w = bitcast<vec4<f32>>(vec4<u32>(words[0], words[1], words[2], words[3]));
  return State(Sum(w.x, w.y), Sum(w.z, w.w));
}
