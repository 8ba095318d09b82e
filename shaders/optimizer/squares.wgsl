// The sum of squares of all numbers of a tensor, relative to a power of two near the largest of them, so that neither large
// nor small squares leave float32. Numbers are read as bits, whose order is that of magnitudes. One workgroup owns the
// tensor and writes two words: the bits of the largest magnitude, and the sum of (x 2^(127 - e))^2, where e is that
// magnitude's biased exponent within 1 and 253; 0 where the largest is infinite or undefined.

struct Settings { length: u32, place: u32 }
@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> numbers: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;

override invocations: u32 = 128u;

const MAGNITUDE: u32 = 0x7fffffffu;
const INFINITY: u32 = 0x7f800000u;

var<workgroup> tops: array<u32, invocations>;
var<workgroup> partials: array<f32, invocations>;

@compute @workgroup_size(invocations)
fn main(@builtin(local_invocation_index) invocation: u32) {
  var own_top = 0u;
  for (var i = invocation; i < settings.length; i += invocations) { own_top = max(own_top, numbers[i] & MAGNITUDE); }
  tops[invocation] = own_top;
  workgroupBarrier();
  for (var half = invocations / 2u; half > 0u; half /= 2u) {
    if (invocation < half) { tops[invocation] = max(tops[invocation], tops[invocation + half]); }
    workgroupBarrier();
  }
  let top = tops[0];
  var sum = 0.0;
  if (top < INFINITY) {
    let scale = bitcast<f32>((254u - clamp(top >> 23u, 1u, 253u)) << 23u);
    for (var i = invocation; i < settings.length; i += invocations) {
      let x = bitcast<f32>(numbers[i]) * scale;
      sum += x * x;
    }
  }
  partials[invocation] = sum;
  workgroupBarrier();
  for (var half = invocations / 2u; half > 0u; half /= 2u) {
    if (invocation < half) { partials[invocation] += partials[invocation + half]; }
    workgroupBarrier();
  }
  if (invocation == 0u) {
    sums[2u * settings.place] = top;
    sums[2u * settings.place + 1u] = bitcast<u32>(partials[0]);
  }
}
