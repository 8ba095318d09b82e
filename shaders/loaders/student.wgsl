@group(0) @binding(1) var<storage, read> student: array<u32>;
