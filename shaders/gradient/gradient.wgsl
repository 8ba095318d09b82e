// A gradient with respect to the student's logits, divided by the temperature once. Another file gives `gradient_of`, the
// entries of four tokens. Written for the first row of the window; an invocation owns one quad of it.

@group(0) @binding(3) var<storage, read> pairs: array<u32>;
@group(0) @binding(4) var<storage, read> states: array<u32>;   // of the divergence's terms, as terms-state.wgsl lays them out
@group(0) @binding(5) var<storage, read> ids: array<u32>;      // the surrogate's token
@group(0) @binding(6) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let quad = invocation.x;
  if (quad >= quads()) { return; }
  let four = gradient_of(normalisers_of(0u), quad) * task.inverse_temperature;
  for (var part = 0u; part < 4u && quad * 4u + part < task.vocabulary; part++) { gradient[quad * 4u + part] = four[part]; }
}
