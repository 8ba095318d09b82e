// into = kept * into + added * other, number by number. A number that is infinite, undefined or beyond LARGEST stays, or
// becomes, infinite: it is recognised by its bits and never becomes a float. An invocation owns every so many numbers.

struct Settings { length: u32, kept: f32, added: f32 }
@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> other: array<u32>;
@group(0) @binding(2) var<storage, read_write> into: array<u32>;

override invocations: u32 = 128u;

const MAGNITUDE: u32 = 0x7fffffffu;
const INFINITY: u32 = 0x7f800000u;
const LARGEST_BITS: u32 = 0x7e967699u;   // of 1e38: the sum of two such numbers is still finite

@compute @workgroup_size(invocations)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  for (var i = invocation.x; i < settings.length; i += groups.x * invocations) {
    let own = into[i];
    let theirs = other[i];
    let unusable = select(theirs, own, (own & MAGNITUDE) > LARGEST_BITS);
    if ((unusable & MAGNITUDE) > LARGEST_BITS) {
      into[i] = (unusable & ~MAGNITUDE) | max(unusable & MAGNITUDE, INFINITY);
    } else {
      into[i] = bitcast<u32>(settings.kept * bitcast<f32>(own) + settings.added * bitcast<f32>(theirs));
    }
  }
}
