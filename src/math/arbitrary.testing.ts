/** Random rows for tests of laws: mild logits, ties, masked tokens, one-hot rows. */
import fc from "fast-check";
import { logSoftmax } from "./rows/logits.ts";

const mild = fc.double({ min: -30, max: 30, noNaN: true });
const hostile = fc.oneof(mild, fc.constantFrom(-Infinity, 1e4, -1e4, 0));

function pairOf(logit: fc.Arbitrary<number>, longest: number) {
  return fc
    .integer({ min: 1, max: longest })
    .chain((length) => {
      const row = fc
        .array(logit, { minLength: length, maxLength: length })
        .filter((logits) => logits.some(Number.isFinite));
      return fc.tuple(row, row);
    })
    .map(([student, teacher]) => ({
      logits: student,
      student: logSoftmax(student),
      teacher: logSoftmax(teacher),
    }));
}

/** Two rows of log-probabilities over one vocabulary; `logits` are the student's. */
export const hostilePairs = pairOf(hostile, 40);

/** The same without masked tokens and out of reach of underflow, for laws about gradients. */
export const mildPairs = pairOf(fc.double({ min: -4, max: 4, noNaN: true }), 12);
