/** What catches a model that fails without saying so: logits that no working model gives. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";

/** Entropy this near ln V, in nats: logits that hardly differ. Float32 kernels err by half of it. */
const FLAT_NATS = 1e-4;
/** So many rows in a row that are equal to the last bit, though each follows another token. */
const STUCK_ROWS = 3;

const HINT =
  "Open the page with ?run=wasm: a graphics driver may compute wrongly. If that does not help, the model's files may be broken.";

/** The named fault of numbers that must not be shown as a result. */
export function unreliable(what: string): {
  readonly ok: false;
  readonly fault: ReturnType<typeof failure>["fault"];
} {
  return failure("unreliable", `The model's numbers cannot be trusted: ${what}.`, HINT);
}

/** One element's rows, in order, as they were scored. */
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

/** Refuses rows whose logits are all but equal over the vocabulary, or repeat to the last bit. Fault: unreliable. */
export function checkRows(rows: ScoredRows, vocabulary: number): Outcome<null> {
  const flat = Array.from(rows.entropy).findIndex((nats) => Math.log(vocabulary) - nats < FLAT_NATS);
  if (vocabulary > 1 && flat >= 0) {
    return unreliable(`at token ${flat + 1} its logits are the same for every token of the vocabulary`);
  }
  const stuck = stuckAt(rows);
  return stuck === null
    ? success(null)
    : unreliable(
        `its logits no longer change; up to token ${stuck + 1} ${STUCK_ROWS} are equal to the last bit`,
      );
}
