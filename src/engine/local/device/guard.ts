/** Detects a model that fails silently, by logits that no working model gives. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";

/** Nats: an entropy this close to ln V means that the logits hardly differ. Float32 kernels have half this error. */
const FLAT_NATS = 1e-4;
/** This many consecutive rows that are equal to the last bit, although each follows another token. */
const STUCK_ROWS = 3;

const HINT =
  "Open the page with ?run=wasm: a graphics driver may compute wrongly. If that does not help, the model's files may be broken.";

/** The fault for numbers that must not be shown as a result. */
export function unreliable(what: string): {
  readonly ok: false;
  readonly fault: ReturnType<typeof failure>["fault"];
} {
  return failure("unreliable", `The model's numbers cannot be trusted: ${what}.`, HINT);
}

/** The scored rows of one element of the batch, in order. */
export interface ScoredRows {
  readonly entropy: ArrayLike<number>;
  readonly logSumExp: ArrayLike<number>;
}

function stuckAt({ entropy, logSumExp }: ScoredRows): number | null {
  let same = 1;
  for (let row = 1; row < entropy.length; row++) {
    const equal = entropy[row] === entropy[row - 1] && logSumExp[row] === logSumExp[row - 1];
    same = equal ? same + 1 : 1;
    if (same >= STUCK_ROWS) return row;
  }
  return null;
}

/** Refuses rows whose logits are almost equal over the vocabulary, or that repeat to the last bit. Fault: unreliable. */
export function checkRows(rows: ScoredRows, vocabulary: number): Outcome<null> {
  const flat = Array.from(rows.entropy).findIndex((nats) => Math.log(vocabulary) - nats < FLAT_NATS);
  if (vocabulary > 1 && flat >= 0) {
    return unreliable(`at token ${flat + 1} its logits are the same for every token of the vocabulary`);
  }
  const stuck = stuckAt(rows);
  return stuck === null
    ? success(null)
    : unreliable(
        `its logits no longer change: the ${STUCK_ROWS} rows up to token ${stuck + 1} are equal to the last bit`,
      );
}
