/** Exact selection of the K largest logits of each row. */
import digits from "../kernel/digits.wgsl?raw";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import keys from "../kernel/keys.wgsl?raw";
import numbers from "../kernel/numbers.wgsl?raw";
import { fillingGroups } from "../kernel/task.ts";
import topK from "./top-k.wgsl?raw";
import topKLists from "./top-k-lists.wgsl?raw";
import topKNarrow from "./top-k-narrow.wgsl?raw";
import topKRows from "./top-k-rows.wgsl?raw";

/** Over long rows, or stretches of them. */
export const topKPass: RowPass = {
  name: "top-k",
  sides: 1,
  wgsl: joined(numbers, keys, digits, topK, topKRows),
  bindings: ["uniform", "read", "write", "write"],
  constants: {},
};

/** Over the lists that it leaves for the stretches of each row. */
export const topKMergePass: RowPass = {
  name: "top-k-merge",
  sides: 1,
  wgsl: joined(numbers, keys, digits, topK, topKLists),
  bindings: ["uniform", "read", "read", "write", "write"],
  constants: {},
};

/** Over short rows. */
export const topKNarrowPass: RowPass = {
  name: "top-k-narrow",
  sides: 1,
  wgsl: joined(numbers, keys, topKNarrow, topKRows),
  bindings: ["uniform", "read", "write", "write"],
  constants: {},
};

export const topKKernel: Kernel = {
  name: "top-k",
  computes: "ids and log-probabilities of the K largest logits, descending, ties to the lowest id",
  source:
    "bound from the maxima of groups; radix selection, RadiK, arXiv 2501.14336, where that is not enough",
  passes: [topKPass, topKMergePass, topKNarrowPass],
  tolerance: {
    absolute: 4e-6,
    relative: 4e-6,
    because: "ids are exact; log-probabilities carry the score's error",
  },
};

/** Elements that two arrays of a workgroup's 16 KB can hold beside the histogram. */
const MOST_CAPACITY = 1792;
const LEAST_CAPACITY = 256;

/**
 * How many elements `top-k` gathers at most, and over how many groups it takes maxima. Among G groups, about
 * -G ln(1 - K / G) elements of a row in random order are as large as the K-th of the maxima: twice as many groups as K
 * give 1.4 K elements, and twice that room makes the slow way rare.
 */
export function candidateRoom(k: number): { readonly capacity: number; readonly groups: number } {
  const wanted = Math.max(LEAST_CAPACITY, 2 ** Math.ceil(Math.log2(4 * k)));
  const capacity = Math.min(MOST_CAPACITY, wanted);
  return { capacity, groups: capacity >= 4 * k ? capacity / 2 : capacity };
}

/** Room for the elements of a row that `top-k-narrow` takes; null where it compares too many pairs. */
export function narrowRoom(k: number, vocabulary: number): number | null {
  const most = k > 64 ? 512 : 256;
  return vocabulary <= Math.min(most, Math.max(256, 4 * k)) ? most : null;
}

/** Below this many logits a stretch has too little to do, */
const LEAST_STRETCH = 4096;
/** and with fewer than this many times K, merging the lists costs as much as it saves. */
const LEAST_TIMES_K = 16;

/** Into how many stretches each of so many rows is cut; each has more than K logits. */
export function stretchesOf(device: GPUDevice, rows: number, vocabulary: number, k: number): number {
  const wanted = Math.ceil(fillingGroups(device) / rows);
  return Math.max(1, Math.min(wanted, Math.floor(vocabulary / Math.max(LEAST_STRETCH, LEAST_TIMES_K * k))));
}
