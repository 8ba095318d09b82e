// Bins of a reduced support: tokens of the support and, where it is kept, the tail.

const SMALLEST_TAIL: f32 = -16.118095701;   // ln of 1e-7, as `add_tail` of Vision-OPD's code rounds it
const SMALLEST_LOG: f32 = -10.0;            // `log_prob_min_clamp` of verl's partial sums

// Log-probability of a logit z: (z - top) / temperature - log_sum.
struct Scale { top: f32, log_sum: f32 }

fn logs_of(bits: vec4<u32>, scale: Scale) -> vec4<f32> {
  let z = decoded(bits);
  let logs = (z - scale.top) * task.inverse_temperature - scale.log_sum;
  return select(logs, NONE, z < vec4<f32>(LOWEST));
}

fn four_of(student: vec4<f32>, teacher: vec4<f32>, held: vec4<bool>) -> Four {
  return Four(student, teacher, weights(student), weights(teacher), student - teacher, held);
}

fn bins_of(student_logits: vec4<u32>, teacher_logits: vec4<u32>, student: Scale, teacher: Scale) -> Four {
  let own = logs_of(student_logits, student);
  let other = logs_of(teacher_logits, teacher);
  if (rest != DROP) { return four_of(own, other, vec4<bool>(false)); }
  let floor = vec4<f32>(SMALLEST_LOG);
  return four_of(max(own, floor), max(other, floor), own < floor);
}

// The first of four bins alone, beside three of nothing.
fn first_of(four: Four) -> Four {
  let first = vec4<bool>(true, false, false, false);
  let none = vec4<f32>(0.0);
  return Four(
    select(NONE, four.student, first), select(NONE, four.teacher, first), select(none, four.p, first),
    select(none, four.q, first), select(none, four.ratio, first), first & four.held);
}

// The tail alone, beside three bins of nothing.
fn tail_bins(student: f32, teacher: f32) -> Four {
  let nowhere = vec3<f32>(NOTHING);
  let held = rest == FLOORED_TAIL && student <= SMALLEST_TAIL;
  return four_of(
    vec4<f32>(student, nowhere), vec4<f32>(teacher, nowhere), vec4<bool>(held, false, false, false));
}
