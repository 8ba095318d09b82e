/** Slopes of a loss by central differences, for tests of gradients. */
import { logSoftmax } from "./rows/logits.ts";

/** `d loss / d z_j` at `logits`, where `loss` is of their log-probabilities. */
export function differences(
  logits: readonly number[],
  loss: (logProbs: Float64Array) => number,
  temperature: number,
): readonly number[] {
  const step = 1e-5;
  return logits.map((_, moved) => {
    const at = (move: number) =>
      loss(
        logSoftmax(
          logits.map((z, token) => (token === moved ? z + move : z)),
          temperature,
        ),
      );
    return (at(step) - at(-step)) / (2 * step);
  });
}
