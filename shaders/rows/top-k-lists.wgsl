// `top-k` over the lists that it left for the stretches of each row, one after the other: their ids are elsewhere. Equal
// logits stand in the order of their ids there, since each list is and the lists are.

@group(0) @binding(2) var<storage, read> list_ids: array<u32>;
@group(0) @binding(3) var<storage, read_write> top_ids: array<u32>;
@group(0) @binding(4) var<storage, read_write> top_bits: array<u32>;

fn emit(at: u32, row: u32, place: u32) {
  top_ids[at] = list_ids[row * task.vocabulary + place];
  top_bits[at] = student_bits(row, place);
}
