// What `top-k` compares: integers in the order of the logits, or of their magnitudes.

override by_magnitude: bool = false;

const PARTS: vec4<u32> = vec4<u32>(0u, 1u, 2u, 3u);

// The keys of four neighbours; 0, which no number has, beyond the row.
fn quad_keys(row: u32, quad: u32) -> vec4<u32> {
  let bits = student_quad(row, quad);
  let inside = vec4<u32>(quad * 4u) + PARTS < vec4<u32>(task.vocabulary);
  return select(vec4<u32>(0u), ordered(select(bits, bits & MAGNITUDE, by_magnitude)), inside);
}
