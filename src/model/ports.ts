/** Checks the declarations of an ONNX file against its manifest, before the first run. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Graph, Port } from "./adapter.ts";

/** An input or output that a family uses. A dimension that may have any size is null. */
export interface Expected {
  readonly name: string;
  readonly types: readonly string[];
  /** Null if any number of dimensions is allowed. */
  readonly dims: readonly (number | null)[] | null;
  /** An input that some exports do not have. */
  readonly optional?: boolean;
}

export const FLOATS = ["float32", "float16"] as const;
export const MASKS = ["bool", "int64", ...FLOATS] as const;

function describe(dims: readonly (number | string | null)[]): string {
  return `[${dims.map((size) => size ?? "any").join(", ")}]`;
}

/** The problem with a declared port, as the rest of a sentence, or null. */
function mismatch(port: Port, expected: Expected): string | null {
  if (!expected.types.includes(port.type)) {
    return `is ${port.type}; expected ${expected.types.join(" or ")}`;
  }
  const { dims } = expected;
  if (dims === null) return null;
  const fits =
    port.dims.length === dims.length &&
    port.dims.every((size, axis) => {
      const wanted = dims[axis] ?? null;
      return wanted === null || typeof size === "string" || size === wanted;
    });
  return fits ? null : `is ${describe(port.dims)}; the manifest specifies ${describe(dims)}`;
}

function firstProblem(
  which: "input" | "output",
  ports: readonly Port[],
  expected: readonly Expected[],
): string | null {
  for (const one of expected) {
    const port = ports.find((candidate) => candidate.name === one.name);
    if (port === undefined && one.optional !== true) return `has no ${which} ${one.name}`;
    const problem = port === undefined ? null : mismatch(port, one);
    if (problem !== null) return `is not as declared: its ${which} ${one.name} ${problem}`;
  }
  if (which === "output") return null;
  const unknown = ports.find((port) => !expected.some((one) => one.name === port.name));
  return unknown === undefined ? null : `needs an input ${unknown.name}, which its manifest does not name`;
}

/**
 * Checks a graph's inputs and outputs. Additional outputs are allowed, additional inputs are not, since nothing would feed
 * them. The fault names the file and the port.
 */
export function checkPorts(
  path: string,
  graph: Graph,
  inputs: readonly Expected[],
  outputs: readonly Expected[],
): Outcome<null> {
  const problem =
    firstProblem("input", graph.inputs, inputs) ?? firstProblem("output", graph.outputs, outputs);
  if (problem === null) return success(null);
  return failure(
    "badInput",
    `${path} ${problem}.`,
    "Correct the manifest, or use the files it was written for.",
  );
}
