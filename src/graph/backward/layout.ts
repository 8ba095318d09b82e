/** Products of operators that move numbers without changing them. */

import { axisOf, intsOf } from "./shapes.ts";
import { type Product, reshapedLike, type Tape } from "./tape.ts";

/** The same value by another name. */
export const identity: Product = ({ inputs: [x = ""] }, [g = ""], tape) => tape.add(x, g);

/** The same numbers in another shape. */
export const reshape: Product = ({ inputs: [x = ""] }, [g = ""], tape) =>
  tape.add(x, reshapedLike(g, x, tape));

/** Axes in another order: the gradient goes back by the inverse order. */
export const transpose: Product = (node, [g = ""], tape) => {
  const perm = intsOf(node, "perm");
  tape.add(node.inputs[0] ?? "", tape.apply("Transpose", [g], { perm: perm.map((_, i) => perm.indexOf(i)) }));
};

/** The sizes of values along an axis, [values]; the graph is asked for them where one is not known before it runs. */
function sizesAlong(axis: number, values: readonly string[], tape: Tape): string {
  const sizes = values.map((value) => Number(tape.shape(value)[axis]));
  if (!sizes.some(Number.isNaN)) return tape.integers(sizes);
  const asked = values.map((value) => tape.apply("Shape", [value], { start: axis, end: axis + 1 }));
  return tape.apply("Concat", asked, { axis: 0 });
}

/** Values behind each other: each gets its part. */
export const concat: Product = (node, [g = ""], tape) => {
  const { inputs } = node;
  const axis = axisOf(node, tape.shape(inputs[0] ?? "").length);
  const parts = tape.spread("Split", [g, sizesAlong(axis, inputs, tape)], { axis }, inputs.length);
  inputs.forEach((x, i) => {
    tape.add(x, parts[i] ?? "");
  });
};

/** Parts of a value: their gradients behind each other, zeros for a part on which nothing depends. */
export const split: Product = (node, gradients, tape) => {
  const [x = ""] = node.inputs;
  const zero = (part: string): string => tape.apply("Mul", [part, tape.floats([0], [])]);
  const parts = gradients.map((g, i) => (g === "" ? zero(node.outputs[i] ?? "") : g));
  tape.add(x, tape.apply("Concat", parts, { axis: axisOf(node, tape.shape(x).length) }));
};

/** Rows of x by their number along the first axis: each row's gradient is added where it came from. */
export const gather: Product = ({ inputs: [x = "", rows = ""] }, [g = ""], tape) => {
  const zeros = tape.apply("ConstantOfShape", [tape.apply("Shape", [x])]);
  const places = tape.apply("Unsqueeze", [rows, tape.integers([-1])]);
  const added = { reduction: { kind: "text", value: "add" } } as const;
  tape.add(x, tape.apply("ScatterND", [zeros, places, g], added));
};
