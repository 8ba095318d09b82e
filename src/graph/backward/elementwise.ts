/** Products of operators that work number by number, or along the last axis. */

import { meanOfLast, type Product, unbroadcast } from "./tape.ts";

/** y = a + b, each broadcast: dL/da = dL/dy, summed over the axes along which a was broadcast. */
export const add: Product = ({ inputs, outputs: [y = ""] }, [g = ""], tape) => {
  for (const x of inputs) if (tape.needs(x)) tape.add(x, unbroadcast(g, y, x, tape));
};

/** y = a b, each broadcast: dL/da = b dL/dy. */
export const mul: Product = ({ inputs: [a = "", b = ""], outputs: [y = ""] }, [g = ""], tape) => {
  if (tape.needs(a)) tape.add(a, unbroadcast(tape.apply("Mul", [g, b]), y, a, tape));
  if (tape.needs(b)) tape.add(b, unbroadcast(tape.apply("Mul", [g, a]), y, b, tape));
};

/** y = max(x, 0): dL/dx = dL/dy where y > 0, else 0. */
export const relu: Product = ({ inputs: [x = ""], outputs: [y = ""] }, [g = ""], tape) => {
  const zero = tape.floats([0], []);
  tape.add(x, tape.apply("Where", [tape.apply("Greater", [y, zero]), g, zero]));
};

/** y = 1 / (1 + exp(-x)): dL/dx = y (1 - y) dL/dy. */
export const sigmoid: Product = ({ inputs: [x = ""], outputs: [y = ""] }, [g = ""], tape) => {
  const rest = tape.apply("Sub", [tape.floats([1], []), y]);
  tape.add(x, tape.apply("Mul", [g, tape.apply("Mul", [y, rest])]));
};

/** y = softmax(x) over the last axis: dL/dx = y (dL/dy - sum y dL/dy). */
export const softmax: Product = ({ inputs: [x = ""], outputs: [y = ""] }, [g = ""], tape) => {
  const weighted = tape.apply("Mul", [g, y]);
  const sum = tape.apply("ReduceSum", [weighted, tape.integers([-1])], { keepdims: 1 });
  tape.add(x, tape.apply("Mul", [y, tape.apply("Sub", [g, sum])]));
};

/**
 * y = w u with u = x / r, r = sqrt(mean(x²) + epsilon) over the last axis: dL/dw = u dL/dy, and with h = w dL/dy,
 * dL/dx = (h - u mean(h u)) / r.
 */
export const rootMeanSquareNorm: Product = (node, [g = ""], tape) => {
  const [x = "", weight = ""] = node.inputs;
  const epsilon = node.attributes["epsilon"];
  const shifted = tape.apply("Add", [
    meanOfLast(tape.apply("Mul", [x, x]), tape),
    tape.floats([epsilon?.kind === "float" ? epsilon.value : 0], []),
  ]);
  const scale = tape.apply("Reciprocal", [tape.apply("Sqrt", [shifted])]);
  const unit = tape.apply("Mul", [x, scale]);
  if (tape.needs(weight)) tape.add(weight, unbroadcast(tape.apply("Mul", [g, unit]), x, weight, tape));
  if (!tape.needs(x)) return;
  const weighted = tape.apply("Mul", [g, weight]);
  const along = tape.apply("Mul", [unit, meanOfLast(tape.apply("Mul", [weighted, unit]), tape)]);
  tape.add(x, tape.apply("Mul", [scale, tape.apply("Sub", [weighted, along])]));
};
