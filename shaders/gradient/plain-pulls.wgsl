// Pulls that do not depend on the sums.

fn pulls_of(four: Four, sums: Sums) -> vec4<f32> { return terms_of(four).pull; }

fn paid_of(sums: Sums) -> f32 { return sums.pull; }
