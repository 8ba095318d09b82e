/** The product of the matrix product, which is where the time goes. */

import { intsOf } from "./shapes.ts";
import type { Product, Tape } from "./tape.ts";

/** The order of axes that swaps the last two. */
function swapped(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
}

/** The value of which `value` is the transpose; undefined if it was not made as one. */
function untransposed(value: string, tape: Tape): string | undefined {
  const node = tape.producer(value);
  if (node?.operator !== "Transpose") return undefined;
  const perm = intsOf(node, "perm");
  return String(perm) === String(swapped(perm.length)) ? node.inputs[0] : undefined;
}

/** The transpose of the last two axes; one that was itself a transpose is not transposed twice. */
function transposed(value: string, tape: Tape): string {
  const perm = swapped(tape.shape(value).length);
  return untransposed(value, tape) ?? tape.apply("Transpose", [value], { perm });
}

/** aᵀ b over the last two axes. */
function inner(a: string, b: string, rank: number, tape: Tape): string {
  if (rank === 2) return tape.apply("Gemm", [a, b], { transA: 1 });
  return tape.apply("MatMul", [tape.apply("Transpose", [a], { perm: swapped(rank) }), b]);
}

/** All leading axes as one; `like` has the shape of `value`. */
function asRows(value: string, like: string, tape: Tape): string {
  const shape = tape.shape(like);
  if (shape.length === 2) return value;
  return tape.apply("Reshape", [value, tape.integers([-1, Number(shape.at(-1))])]);
}

/**
 * y = a b: dL/da = dL/dy bᵀ and dL/db = aᵀ dL/dy. A matrix b is shared by all leading axes of a, over which its gradient is
 * summed by one product of rows. Where b is a transpose (weights are stored [out, in], keys by position), the gradient of
 * what was transposed is computed at once.
 */
export const matmul: Product = ({ inputs: [a = "", b = ""], outputs: [y = ""] }, [g = ""], tape) => {
  if (tape.needs(a)) tape.add(a, tape.apply("MatMul", [g, transposed(b, tape)]));
  if (!tape.needs(b)) return;
  const rank = tape.shape(b).length;
  const [left, right] = rank === 2 ? [asRows(a, a, tape), asRows(g, y, tape)] : [a, g];
  const source = untransposed(b, tape);
  if (source === undefined) tape.add(b, inner(left, right, rank, tape));
  else tape.add(source, inner(right, left, rank, tape));
};
