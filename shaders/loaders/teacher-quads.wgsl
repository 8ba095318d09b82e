@group(0) @binding(2) var<storage, read> teacher: array<vec4<u32>>;
