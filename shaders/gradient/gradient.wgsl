// A gradient with respect to the student's logits, divided by the temperature once. Another file gives `gradient_of`, the
// entries of four tokens. Every row is multiplied by its weight, and one of weight 0 is 0. An invocation owns one quad of a row.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read> states: array<u32>;   // of the divergence's terms, as terms-state.wgsl lays them out
@group(0) @binding(5) var<storage, read> ids: array<u32>;      // the token of the surrogate, or of the log-probability
@group(0) @binding(6) var<storage, read> row_weights: array<f32>;
@group(0) @binding(7) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let quad = invocation.x;
  if (quad >= quads()) { return; }
  let at = task.first_row + invocation.y;
  var four = vec4<f32>(0.0);
  if (row_weights[at] != 0.0) {
    four = gradient_of(normalisers_of(at), invocation.y, quad) * task.inverse_temperature * row_weights[at];
  }
  let start = at * task.vocabulary + quad * 4u;
  for (var part = 0u; part < 4u && quad * 4u + part < task.vocabulary; part++) { gradient[start + part] = four[part]; }
}
