/** How far a test goes: a small form in `npm test`, the long one in `npm run proofs`. */
import { TestRunner } from "vitest";

/** What a test looks at, which docs/proofs.md tells of it. */
interface Extent {
  readonly small: number;
  readonly long: number;
  /** In the plural: random rows, sessions. */
  readonly unit: string;
}

declare module "vitest" {
  interface TaskMeta {
    proof?: Extent;
  }
}

/** Whether this is `npm run proofs`. */
export const atLength = import.meta.env["FOVEA_PROOFS"] === "yes";

/** How many the test that runs now should look at; it asserts the same of few as of many. */
export function extent(small: number, long: number, unit: string): number {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error("Only a running test has an extent.");
  test.meta.proof = { small, long, unit };
  return atLength ? long : small;
}

/** How long such a test may take, in milliseconds, given what its small form may. */
export function patience(small: number): number {
  return atLength ? 60 * small : small;
}
