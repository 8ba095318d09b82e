/** What the vector–Jacobian products of operators are written with. */

import type { GraphBuilder } from "../graph-builder.ts";
import type { OnnxNode } from "../onnx.ts";
import type { Shape } from "./shapes.ts";

/** The graph that the products are written into, the shapes of the one that is differentiated, and the gradients so far. */
export interface Tape extends Pick<GraphBuilder, "apply" | "spread" | "integers" | "floats"> {
  shape(value: string): Shape;
  /** The node of the differentiated graph that makes a value; undefined for an input or a constant. */
  producer(value: string): OnnxNode | undefined;
  /** Whether a gradient of that value is wanted. */
  needs(value: string): boolean;
  /** Adds `gradient`, which has the shape of `value`, to the gradient of `value`, if that is wanted. */
  add(value: string, gradient: string): void;
}

/**
 * The vector–Jacobian product of an operator: given the gradients of a node's outputs ("" for one on which nothing depends),
 * adds to those of its inputs.
 */
export type Product = (node: OnnxNode, gradients: readonly string[], tape: Tape) => void;

/** `value` in the shape of `like`, of which at most one size may be unknown unless the graph is asked for its shape. */
export function reshapedLike(value: string, like: string, tape: Tape): string {
  const sizes = tape.shape(like);
  const unknown = sizes.filter((size) => typeof size === "string").length;
  const shape =
    unknown > 1
      ? tape.apply("Shape", [like])
      : tape.integers(sizes.map((size) => (typeof size === "string" ? -1 : size)));
  return tape.apply("Reshape", [value, shape]);
}

/** Sums `gradient`, which has the shape of `from`, over the axes along which `to` was broadcast to `from`. */
export function unbroadcast(gradient: string, from: string, to: string, tape: Tape): string {
  const [wide, narrow] = [tape.shape(from), tape.shape(to)];
  const lead = wide.length - narrow.length;
  const axes = wide.flatMap((size, i) => (i < lead || (narrow[i - lead] === 1 && size !== 1) ? [i] : []));
  if (axes.length === 0) return gradient;
  const summed = tape.apply("ReduceSum", [gradient, tape.integers(axes)], { keepdims: lead > 0 ? 0 : 1 });
  return lead > 0 ? reshapedLike(summed, to, tape) : summed;
}

/** The mean over the last axis, which stays with size 1. */
export function meanOfLast(value: string, tape: Tape): string {
  return tape.apply("ReduceMean", [value], { axes: [-1], keepdims: 1 });
}
