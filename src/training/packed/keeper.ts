/** Where the rows of logits of answers are kept: in memory, whatever the graphs run on. */

import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { type Cut, sampleToken } from "../../math/rows/sample.ts";
import type { DeviceRows } from "../../math/support/pair.ts";
import type { Tensor } from "../../model/adapter.ts";
import { asFloats, floatTensor } from "../../model/tensors.ts";

/** Logits [tokens, vocabulary] of an answer, in memory or on the device. */
export type Logits = Float32Array | DeviceRows;

/** A row of logits that a pass left. */
export interface Place {
  readonly logits: Tensor;
  readonly row: number;
}

/** What is done with the logits that passes leave, [rows, vocabulary]. Faults: those of a run. */
export interface Keeper<Kept extends Logits> {
  /** The logits where rows are sampled and kept from, which may be another tensor; the caller releases both. */
  take(logits: Tensor): Promise<Outcome<Tensor>>;
  /** A token from each row, with one salt each. */
  sample(logits: Tensor, cut: Cut, salts: readonly number[]): Promise<Outcome<readonly TokenId[]>>;
  /** The rows of each answer, one after the other; they outlive the tensors that they come from. */
  keep(answers: readonly (readonly Place[])[]): Outcome<readonly Kept[]>;
}

function rowAt({ logits, row }: Place, vocabulary: number): Float32Array {
  const data = asFloats(logits)?.data ?? new Float32Array();
  return data.subarray(row * vocabulary, (row + 1) * vocabulary);
}

/** Keeps rows in memory; `device` is where the graphs run, or null on wasm. */
export function hostKeeper(device: GPUDevice | null, vocabulary: number): Keeper<Float32Array> {
  return {
    async take(logits) {
      if (logits.place === "host")
        return asFloats(logits) === null
          ? failure("bug", "The graph's logits are not floating-point numbers.")
          : success(logits);
      if (device === null) return failure("bug", "The logits are on a device that the graphs do not run on.");
      const { buffer, dims } = logits;
      const rows = dims.reduce((product, size) => product * size, 1) / vocabulary;
      // Where graphs run on wasm there is nothing to read back.
      const { readRows } = await import("../../engine/local/device/read-back.ts");
      const read = await readRows(device, { kind: "device", rows, vocabulary, buffer, offset: 0 });
      return read.ok ? success(floatTensor(undefined, dims, read.value.data)) : read;
    },
    sample: async (logits, cut, salts) =>
      success(
        salts.map((salt, row) => sampleToken(rowAt({ logits, row }, vocabulary), cut, salt) as TokenId),
      ),
    keep(answers) {
      return success(
        answers.map((places) => {
          const whole = new Float32Array(places.length * vocabulary);
          for (const [i, place] of places.entries()) whole.set(rowAt(place, vocabulary), i * vocabulary);
          return whole;
        }),
      );
    },
  };
}
