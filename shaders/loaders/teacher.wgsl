@group(0) @binding(2) var<storage, read> teacher: array<u32>;
