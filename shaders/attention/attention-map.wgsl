// Relative attention over the picture's tokens (ZwZ eq. 11, arXiv 2602.11858; mllms_know, arXiv 2502.17422): the mean over
// heads of one layer's attention from one query, under the question and under a generic prompt, and their ratio
// question / (generic + epsilon). Attention is [layers, heads, queries, keys] and read as bits: what is negative, above
// any softmax or no number makes the cell's map UNUSABLE. An invocation owns a cell.

struct Place { heads: u32, cells: u32, question_start: u32, question_stride: u32, generic_start: u32, generic_stride: u32,
               epsilon: f32, padding: u32 }
@group(0) @binding(0) var<uniform> place: Place;
@group(0) @binding(1) var<storage, read> question: array<u32>;
@group(0) @binding(2) var<storage, read> generic: array<u32>;
@group(0) @binding(3) var<storage, read_write> maps: array<f32>;   // question's map, then the relative one

const LARGEST_BITS: u32 = 0x40000000u;   // of 2, above every weight of a softmax
const NEGATIVE_ZERO: u32 = 0x80000000u;
const UNUSABLE: f32 = -1.0;

override invocations: u32 = 64u;

fn is_weight(bits: u32) -> bool { return bits <= LARGEST_BITS || bits == NEGATIVE_ZERO; }

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let cell = invocation.x;
  if (cell >= place.cells) { return; }
  var sums = vec2<f32>(0.0);
  var usable = true;
  for (var head = 0u; head < place.heads; head++) {
    let asked = question[place.question_start + head * place.question_stride + cell];
    let plain = generic[place.generic_start + head * place.generic_stride + cell];
    usable = usable && is_weight(asked) && is_weight(plain);
    if (usable) { sums += vec2<f32>(bitcast<f32>(asked), bitcast<f32>(plain)); }
  }
  let means = sums / f32(place.heads);
  maps[cell] = select(UNUSABLE, means.x, usable);
  maps[place.cells + cell] = means.x / (means.y + place.epsilon);
}
