/** How far an end-to-end test goes: a small form in `npm test`, the long one in `npm run proofs`. */
import { test } from "@playwright/test";

/** How many the running test should look at; docs/proofs.md tells of it. */
export function extent(small: number, long: number, unit: string): number {
  test.info().annotations.push({ type: "proof", description: JSON.stringify({ small, long, unit }) });
  if (process.env["FOVEA_PROOFS"] !== "yes") return small;
  test.setTimeout(4 * 3_600_000);
  return long;
}
