/** What `train` refuses before anything is opened. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../process/run.mjs";

const folder = mkdtempSync(join(tmpdir(), "fovea-train-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a recipe that cannot be used leaves no folder behind", () => {
  const [recipe, out] = [join(folder, "mine.json"), join(folder, "run")];
  writeFileSync(recipe, "{}");
  const options = ["scripts/fovea.mjs", "train", "--recipe", recipe, "--out", out];
  const { status, stderr } = spawnSync(process.execPath, options, { cwd: root, encoding: "utf8" });
  expect(stderr).toContain("cannot be used");
  expect(status).toBe(1);
  expect(existsSync(out)).toBe(false);
}, 60_000);
