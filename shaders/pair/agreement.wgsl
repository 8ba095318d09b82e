// How far two sides agree about a row: of the student's K most likely tokens, how many are among the teacher's, and what
// the teacher gives them; and whether the first of both is the same token. `top-k` has left both sides' tokens. A
// workgroup owns a row.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read> student_ids: array<u32>;
@group(0) @binding(5) var<storage, read> teacher_ids: array<u32>;
@group(0) @binding(6) var<storage, read_write> agreements: array<u32>;   // three words a row

struct State { shared_tokens: u32, mass: f32 }
fn merged(a: State, b: State) -> State { return State(a.shared_tokens + b.shared_tokens, a.mass + b.mass); }

@compute @workgroup_size(invocations)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let row = task.first_row + group.y;
  let normalisers = normalisers_of(row);
  let first = row * task.k;
  let last_token = teacher_ids[first + task.k - 1u];
  let last = Last(ordered(vec4<u32>(teacher_bits(group.y, last_token))).x, last_token);
  var state = State(0u, 0.0);
  for (var place = invocation; place < task.k; place += invocations) {
    let token = student_ids[first + place];
    let bits = vec4<u32>(teacher_bits(group.y, token));
    let x = (decoded(bits).x - normalisers.teacher_top) * task.inverse_temperature;
    state = merged(state, State(select(0u, 1u, is_kept(last, bits, token).x), weight(x)));
  }
  let whole = reduced(invocation, state);
  if (invocation == 0u) {
    agreements[row * 3u] = select(0u, 1u, student_ids[first] == teacher_ids[first]);
    agreements[row * 3u + 1u] = whole.shared_tokens;
    agreements[row * 3u + 2u] = bitcast<u32>(whole.mass / normalisers.teacher_sum);
  }
}
