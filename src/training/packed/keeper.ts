/** Where the rows of logits of answers are kept: in memory, whatever the graphs run on. */

import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { type Cut, sampleToken } from "../../math/rows/sample.ts";
import type { DeviceRows } from "../../math/support/pair.ts";
import type { FloatTensor, Tensor } from "../../model/adapter.ts";
import { asFloats, elementsOf } from "../../model/tensors.ts";

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

/**
 * A tensor of floating-point numbers in memory: the same one, or a copy of one on `device`, which is not released. Faults: deviceLost,
 * bug (no such numbers, or the device is null).
 */
export async function readTensor(device: GPUDevice | null, tensor: Tensor): Promise<Outcome<FloatTensor>> {
  if (tensor.place === "host") {
    const floats = asFloats(tensor);
    return floats === null
      ? failure("bug", "The graph's output is not of floating-point numbers.")
      : success(floats);
  }
  if (device === null) return failure("bug", "The graph's output is on a device that graphs do not run on.");
  const { buffer, dims } = tensor;
  // Where graphs run on wasm there is nothing to read back.
  const { readRows } = await import("../../engine/local/device/read-back.ts");
  const rows = { kind: "device", rows: 1, vocabulary: elementsOf(dims), buffer, offset: 0 } as const;
  const read = await readRows(device, rows);
  return read.ok ? success({ place: "host", dims, data: read.value.data }) : read;
}

/** Keeps rows in memory; `device` is where the graphs run, or null on wasm. */
export function hostKeeper(device: GPUDevice | null, vocabulary: number): Keeper<Float32Array> {
  return {
    take: (logits) => readTensor(device, logits),
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
