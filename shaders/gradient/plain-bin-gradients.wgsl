// Bin gradients that do not depend on the sums.

fn bin_gradients_of(four: Four, sums: Sums) -> vec4<f32> { return terms_of(four).bin_gradient; }

fn bin_gradient_sum(sums: Sums) -> f32 { return sums.bin_gradient; }
