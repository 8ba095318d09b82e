// `top-k` over logits: an element's token is its place in the row.

@group(0) @binding(2) var<storage, read_write> top_ids: array<u32>;
@group(0) @binding(3) var<storage, read_write> top_bits: array<u32>;

fn emit(at: u32, row: u32, token: u32) {
  top_ids[at] = token;
  top_bits[at] = student_bits(row, token);
}
