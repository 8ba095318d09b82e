/** The product of the convolution. */

import { intsOf } from "./shapes.ts";
import type { Product, Tape } from "./tape.ts";

/** Pictures in the place of channels, and the other way round: [n, c, h, w] to [c, n, h, w]. */
const swapped = (value: string, tape: Tape): string =>
  tape.apply("Transpose", [value], { perm: [1, 0, 2, 3] });

/**
 * y = w * x + b with w [out, in, kh, kw], a stride s and zeros around x [n, in, h, w]:
 *
 * - dL/db is the sum of dL/dy over pictures and places;
 * - dL/dw is a convolution of x by dL/dy, which is dilated by s, with pictures in the place of channels. Where the stride leaves a
 *   rest of x at its end, more than kh × kw places fit, and the further ones are cut off;
 * - dL/dx is the transposed convolution of dL/dy. It has s - 1 places for the largest rest, and is cut to the size of x.
 */
export const convolution: Product = (node, [g = ""], tape) => {
  const [x = "", weight = "", bias = ""] = node.inputs;
  const ints = (name: string) => intsOf(node, name);
  const [kernel_shape, strides, pads] = [ints("kernel_shape"), ints("strides"), ints("pads")];
  /** The first places along height and width, where a stride makes more of them. */
  const cut = (wide: string, size: () => string): string =>
    strides.some((stride) => stride > 1)
      ? tape.apply("Slice", [wide, tape.integers([0, 0]), size(), tape.integers([2, 3])])
      : wide;
  if (tape.needs(bias))
    tape.add(bias, tape.apply("ReduceSum", [g, tape.integers([0, 2, 3])], { keepdims: 0 }));
  if (tape.needs(weight)) {
    const wide = tape.apply("Conv", [swapped(x, tape), swapped(g, tape)], { dilations: strides, pads });
    const places = cut(wide, () => tape.integers(kernel_shape));
    tape.add(weight, swapped(places, tape));
  }
  if (tape.needs(x)) {
    const output_padding = strides.map((stride) => stride - 1);
    const wide = tape.apply("ConvTranspose", [g, weight], { kernel_shape, strides, pads, output_padding });
    tape.add(
      x,
      cut(wide, () => tape.apply("Shape", [x], { start: 2, end: 4 })),
    );
  }
};
