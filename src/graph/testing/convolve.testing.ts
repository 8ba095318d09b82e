/** For tests: convolutions over planes [n, channels, h, w] in float64, term by term as ONNX defines them. */

import { intsOf } from "../backward/shapes.ts";
import type { OnnxNode } from "../onnx.ts";
import { sizeOf, type Value } from "./value.testing.ts";

type Four = readonly [number, number, number, number];
const four = ({ dims }: Value): Four => dims as unknown as Four;

const listOf = (node: OnnxNode, name: string): readonly number[] =>
  node.attributes[name] === undefined ? [] : intsOf(node, name);

/** Along one axis: every place of `small` with an offset in the kernel and the place of `wide` that they meet, [place, offset, met]. */
function meetingsAlong(node: OnnxNode, axis: 0 | 1, small: number, wide: number, kernel: number) {
  const [stride = 1, dilation = 1, pad = 0] = ["strides", "dilations", "pads"].map(
    (name) => listOf(node, name)[axis],
  );
  const found: (readonly [place: number, offset: number, met: number])[] = [];
  for (let place = 0; place < small; place++)
    for (let offset = 0; offset < kernel; offset++) {
      const met = place * stride + offset * dilation - pad;
      if (met >= 0 && met < wide) found.push([place, offset, met]);
    }
  return found;
}

type Sides = readonly [rows: number, columns: number];

/** Calls `term` for every place (y, x) of `small` with each (i, j) of the kernel and the place (row, column) of `wide` that they meet. */
function meetings(
  node: OnnxNode,
  small: Sides,
  wide: Sides,
  kernel: Sides,
  term: (y: number, x: number, i: number, j: number, row: number, column: number) => void,
): void {
  const across = meetingsAlong(node, 1, small[1], wide[1], kernel[1]);
  for (const [y, i, row] of meetingsAlong(node, 0, small[0], wide[0], kernel[0]))
    for (const [x, j, column] of across) term(y, x, i, j, row, column);
}

/** Conv of x [n, in, h, w] with w [out, in, kh, kw] and a bias [out], which may be left out. */
export function convolve(node: OnnxNode, x: Value, w: Value, bias: Value | undefined): Value {
  const [n, into, height, width] = four(x);
  const [out, , down, across] = four(w);
  const [strides, dilations, pads] = ["strides", "dilations", "pads"].map((name) => listOf(node, name));
  const after = [height, width].map((size, axis) => {
    const reach = ([down, across][axis] as number) - 1;
    const rest = size + (pads?.[axis] ?? 0) + (pads?.[axis + 2] ?? 0) - reach * (dilations?.[axis] ?? 1) - 1;
    return Math.floor(rest / (strides?.[axis] ?? 1)) + 1;
  }) as [number, number];
  const dims = [n, out, ...after];
  const data = new Float64Array(sizeOf(dims));
  for (let picture = 0; picture < n; picture++)
    for (let to = 0; to < out; to++) {
      const plane = (picture * out + to) * after[0] * after[1];
      data.fill(bias?.data[to] ?? 0, plane, plane + after[0] * after[1]);
      for (let from = 0; from < into; from++)
        meetings(node, after, [height, width], [down, across], (y, column, i, j, row, at) => {
          const pixel = x.data[((picture * into + from) * height + row) * width + at] as number;
          const factor = w.data[((to * into + from) * down + i) * across + j] as number;
          const index = plane + y * after[1] + column;
          data[index] = (data[index] as number) + pixel * factor;
        });
    }
  return { dims, data };
}

/** ConvTranspose of g [n, out, h, w] with w [out, in, kh, kw]: each place is spread over those that it was made of. */
export function spread(node: OnnxNode, g: Value, w: Value): Value {
  const [n, out, height, width] = four(g);
  const [, into, down, across] = four(w);
  const [strides, pads, padding] = ["strides", "pads", "output_padding"].map((name) => listOf(node, name));
  const before = [height, width].map((size, axis) => {
    const reach = (size - 1) * (strides?.[axis] ?? 1) + ([down, across][axis] as number);
    return reach + (padding?.[axis] ?? 0) - (pads?.[axis] ?? 0) - (pads?.[axis + 2] ?? 0);
  }) as [number, number];
  const dims = [n, into, ...before];
  const data = new Float64Array(sizeOf(dims));
  for (let picture = 0; picture < n; picture++)
    for (let to = 0; to < into; to++)
      for (let from = 0; from < out; from++)
        meetings(node, [height, width], before, [down, across], (y, x, i, j, row, column) => {
          const slope = g.data[((picture * out + from) * height + y) * width + x] as number;
          const factor = w.data[((from * into + to) * down + i) * across + j] as number;
          const index = ((picture * into + to) * before[0] + row) * before[1] + column;
          data[index] = (data[index] as number) + slope * factor;
        });
  return { dims, data };
}
