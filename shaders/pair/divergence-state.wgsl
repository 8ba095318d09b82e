// What `divergence` gathers: both sides, and across them, with a and b the shifted logits (x of side.wgsl) of student
// and teacher,
//   reverse = sum exp(a) (a - b),  forward = sum exp(b) (b - a)   over tokens that neither side masks, so that
//   KL(student‖teacher) = reverse / sum_student - ln sum_student + ln sum_teacher, and the other way round.
// An orphan is the largest logit of one side among tokens that only the other side masks: it makes the divergence
// infinite as soon as its probability is more than 0, which the binding decides in float64.

struct Cross { reverse: f32, forward: f32, student_orphan: f32, teacher_orphan: f32 }
struct State { student: Side, teacher: Side, cross: Cross }
const STATE_WORDS: u32 = 16u;

fn empty_cross() -> Cross { return Cross(0.0, 0.0, LOWEST, LOWEST); }

fn shifted_state(state: State, student_top: f32, teacher_top: f32) -> State {
  let a = shift_of(state.student.top, student_top);
  let b = shift_of(state.teacher.top, teacher_top);
  let cross = state.cross;
  return State(
    shifted_side(state.student, student_top),
    shifted_side(state.teacher, teacher_top),
    Cross(
      weight(a) * (cross.reverse + (a - b) * state.student.sum),
      weight(b) * (cross.forward + (b - a) * state.teacher.sum),
      cross.student_orphan,
      cross.teacher_orphan,
    ),
  );
}

fn merged(x: State, y: State) -> State {
  let student_top = max(x.student.top, y.student.top);
  let teacher_top = max(x.teacher.top, y.teacher.top);
  let first = shifted_state(x, student_top, teacher_top).cross;
  let second = shifted_state(y, student_top, teacher_top).cross;
  return State(
    merged_side(x.student, y.student),
    merged_side(x.teacher, y.teacher),
    Cross(
      first.reverse + second.reverse,
      first.forward + second.forward,
      max(first.student_orphan, second.student_orphan),
      max(first.teacher_orphan, second.teacher_orphan),
    ),
  );
}

fn words_of(state: State) -> array<u32, STATE_WORDS> {
  let s = side_words(state.student);
  let t = side_words(state.teacher);
  let c = bitcast<vec4<u32>>(vec4<f32>(
    state.cross.reverse, state.cross.forward, state.cross.student_orphan, state.cross.teacher_orphan));
  return array<u32, STATE_WORDS>(
    s[0], s[1], s[2], s[3], s[4], s[5], t[0], t[1], t[2], t[3], t[4], t[5], c.x, c.y, c.z, c.w);
}

fn state_from(words: array<u32, STATE_WORDS>) -> State {
  let c = bitcast<vec4<f32>>(vec4<u32>(words[12], words[13], words[14], words[15]));
  return State(
    side_from(array<u32, SIDE_WORDS>(words[0], words[1], words[2], words[3], words[4], words[5])),
    side_from(array<u32, SIDE_WORDS>(words[6], words[7], words[8], words[9], words[10], words[11])),
    Cross(c.x, c.y, c.z, c.w),
  );
}
