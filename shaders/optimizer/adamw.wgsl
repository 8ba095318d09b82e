// One step of AdamW on a tensor whose gradient is finite, after the gradient is multiplied by `scale`, which clips it. An
// invocation owns every so many numbers.

struct Settings {
  length: u32,
  scale: f32,        // of the gradient
  beta1: f32,
  new1: f32,         // 1 - beta1, rounded once
  beta2: f32,
  new2: f32,         // 1 - beta2
  kept: f32,         // 1 - rate * weight decay
  size: f32,         // rate / (1 - beta1^step)
  correction: f32,   // 1 / sqrt(1 - beta2^step)
  epsilon: f32,
}
@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> first: array<f32>;
@group(0) @binding(4) var<storage, read_write> second: array<f32>;

override invocations: u32 = 128u;

// Where the root of a smaller number is of no account beside epsilon.
const SMALLEST: f32 = 1e-36;

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  for (var i = invocation.x; i < settings.length; i += groups.x * invocations) {
    let slope = settings.scale * gradient[i];
    let m = settings.beta1 * first[i] + settings.new1 * slope;
    let v = settings.beta2 * second[i] + settings.new2 * slope * slope;
    first[i] = m;
    second[i] = v;
    let root = select(0.0, sqrt(max(v, SMALLEST)), v > SMALLEST);
    weights[i] = weights[i] * settings.kept - settings.size * m / (root * settings.correction + settings.epsilon);
  }
}
