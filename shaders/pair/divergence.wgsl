// Both sides, one read of each logit: everything `score` gathers, twice, and both Kullback–Leibler divergences.
// A workgroup owns one chunk of one pair of rows (group.x, group.y) and writes one State.

@group(0) @binding(3) var<storage, read> ids: array<u32>;
@group(0) @binding(4) var<storage, read_write> partials: array<u32>;

// Four tokens, of which some may be masked on one side or both.
fn absorb_masked(cross: ptr<function, Cross>, student_z: vec4<f32>, teacher_z: vec4<f32>, gap: vec4<f32>,
                 student_exp: vec4<f32>, teacher_exp: vec4<f32>) {
  let student_masked = student_z < vec4<f32>(LOWEST);
  let teacher_masked = teacher_z < vec4<f32>(LOWEST);
  let shared_gap = select(gap, vec4<f32>(0.0), student_masked | teacher_masked);
  (*cross).reverse += dot(student_exp, shared_gap);
  (*cross).forward -= dot(teacher_exp, shared_gap);
  let student_alone = max4(select(vec4<f32>(LOWEST), student_z, teacher_masked));
  let teacher_alone = max4(select(vec4<f32>(LOWEST), teacher_z, student_masked));
  (*cross).student_orphan = max((*cross).student_orphan, student_alone);
  (*cross).teacher_orphan = max((*cross).teacher_orphan, teacher_alone);
}

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = group.y;
  let id = ids[task.first_row + row];
  var state = State(
    empty_side(student_bits(row, id)), empty_side(teacher_bits(row, id)), empty_cross());
  let last = min((group.x + 1u) * task.quads_per_chunk, quads());
  for (var quad = group.x * task.quads_per_chunk + invocation; quad < last; quad += invocations) {
    let student_four = student_quad(row, quad);
    let teacher_four = teacher_quad(row, quad);
    let plain = is_plain(student_four) && is_plain(teacher_four);
    var student_z = bitcast<vec4<f32>>(student_four);
    var teacher_z = bitcast<vec4<f32>>(teacher_four);
    if (!plain) {
      student_z = decoded(student_four);
      teacher_z = decoded(teacher_four);
      state.student.flags |= select(0u, 1u, has_unusable(student_four));
      state.teacher.flags |= select(0u, 1u, has_unusable(teacher_four));
    }
    let student_top = max(state.student.top, max4(student_z));
    let teacher_top = max(state.teacher.top, max4(teacher_z));
    if (student_top > state.student.top || teacher_top > state.teacher.top) {
      state = shifted_state(state, student_top, teacher_top);
    }
    let student_x = (student_z - student_top) * task.inverse_temperature;
    let teacher_x = (teacher_z - teacher_top) * task.inverse_temperature;
    let student_exp = weights(student_x);
    let teacher_exp = weights(teacher_x);
    absorb(&state.student, student_four, student_x, student_exp);
    absorb(&state.teacher, teacher_four, teacher_x, teacher_exp);
    let gap = student_x - teacher_x;
    if (plain) {
      state.cross.reverse += dot(student_exp, gap);
      state.cross.forward -= dot(teacher_exp, gap);
    } else {
      absorb_masked(&state.cross, student_z, teacher_z, gap, student_exp, teacher_exp);
    }
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    let words = words_of(whole);
    for (var i = 0u; i < STATE_WORDS; i++) { partials[(row * task.chunks + group.x) * STATE_WORDS + i] = words[i]; }
  }
}
