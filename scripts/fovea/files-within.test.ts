/** Links that lead out of the data's folder bring nothing in. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesWithin } from "./files-within.mjs";

test("files below a folder, without what links bring in from elsewhere", () => {
  const top = mkdtempSync(join(tmpdir(), "fovea-within-"));
  try {
    mkdirSync(join(top, "data", "images"), { recursive: true });
    mkdirSync(join(top, "data-other"));
    for (const path of ["data/images/a.png", "data/.hidden", "secret.png", "data-other/b.png"])
      writeFileSync(join(top, path), "x");
    symlinkSync(join(top, "secret.png"), join(top, "data", "out.png"));
    symlinkSync(join(top, "data-other", "b.png"), join(top, "data", "prefix.png"));
    symlinkSync(join(top, "data-other"), join(top, "data", "folder"));
    symlinkSync(join(top, "nowhere"), join(top, "data", "broken"));
    symlinkSync("a.png", join(top, "data", "images", "same.png"));
    symlinkSync("..", join(top, "data", "images", "up"));
    const { files, outside } = filesWithin(join(top, "data"));
    expect(files).toEqual(["images/a.png", "images/same.png"]);
    expect([...outside].sort()).toEqual(["broken", "folder", "images/up", "out.png", "prefix.png"]);
  } finally {
    rmSync(top, { recursive: true });
  }
});
