/** docs/scoring.md shows the cases that the scorer is tested with. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readTable, renderScoring, scoringPath } from "./scoring.mjs";

test("the page is that of the table; `node scripts/docs/scoring.mjs` writes it", () => {
  expect(readFileSync(scoringPath, "utf8")).toBe(renderScoring(readTable()));
});
