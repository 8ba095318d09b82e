@group(0) @binding(1) var<storage, read> student: array<vec4<u32>>;
