/** docs/proofs.md is what `npm run proofs` wrote, of commits that are there, and has every test with a long form. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../process/run.mjs";
import { asPage, rowsOf } from "./proofs-page.mjs";

const text = readFileSync(join(root, "docs/proofs.md"), "utf8");
const rows = rowsOf(text);

test("the page is that of its rows, and all of them passed", () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(asPage(rows)).toBe(text);
  expect(rows.filter(({ passed }) => !passed)).toEqual([]);
});

test("each result is of a commit of this history, and of more than npm test looks at", () => {
  for (const commit of new Set(rows.map((row) => row.commit))) {
    expect(commit).toMatch(/^[0-9a-f]{12}$/);
    // An unpacked archive has no history.
    if (existsSync(join(root, ".git")))
      execFileSync("git", ["merge-base", "--is-ancestor", commit, "HEAD"], { cwd: root });
  }
  for (const { long, small, title } of rows) expect(long, title).toBeGreaterThan(small);
});

test("every file whose tests have a long form is listed; else run npm run proofs -- FILE", () => {
  const listed = new Set(rows.map(({ file }) => file));
  const files = [...listed].filter((file) => !existsSync(join(root, file)));
  expect(files).toEqual([]);
  const asking = execFileSync("git", ["grep", "-lE", "\\bextent\\(", "--", "*.test.ts", "*.spec.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(
    asking
      .trim()
      .split("\n")
      .filter((file) => !listed.has(file)),
  ).toEqual([]);
});
