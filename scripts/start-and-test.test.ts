/** The small decisions of `npm start` and `npm test`. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { changeReason } from "./build/build.mjs";
import { briefOf, countVitest, settleTally, tallyOf } from "./gates/results.mjs";
import { runScheduled } from "./gates/schedule.mjs";
import { chromiumFlags } from "./process/chromium.mjs";
import { staleReason } from "./process/dependencies.mjs";
import { hasDesktop } from "./process/open-address.mjs";

const here = { optional: true, os: [process.platform], cpu: [process.arch] };

test.each([
  ["nothing where npm's record agrees", { "node_modules/a": { version: "1.0.0" } }, null],
  ["a missing package", {}, "a 1.0.0 is locked but not installed"],
  ["another version", { "node_modules/a": { version: "0.9.0" } }, "a is 0.9.0, locked is 1.0.0"],
])("finds %s in the dependencies", (_name, installed, reason) => {
  const locked = { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/o": { optional: true } };
  expect(staleReason(locked, installed)).toBe(reason);
});

test("finds dependencies that were installed on another machine", () => {
  const locked = {
    "node_modules/native-here": here,
    "node_modules/native-there": { ...here, os: ["plan9"] },
  };
  expect(staleReason(locked, { "node_modules/native-there": {} })).toContain("another machine");
  expect(staleReason(locked, { "node_modules/native-here": {} })).toBeNull();
});

test("says which source changed since the last build", () => {
  const built = { id: "1", files: { "src/a.ts": "1", "src/b.ts": "1" } };
  expect(changeReason(built, built)).toBeNull();
  expect(changeReason({ id: "2", files: { ...built.files, "src/b.ts": "2" } }, built)).toMatch(
    /^src\/b\.ts changed/,
  );
  expect(changeReason({ id: "3", files: { "src/a.ts": "2" } }, built)).toMatch(
    /^src\/a\.ts and 1 more changed/,
  );
});

test.each([
  [{ DISPLAY: ":0" }, "linux", true],
  [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  [{}, "linux", false],
  [{ DISPLAY: ":0", CI: "true" }, "linux", false],
  [{}, "darwin", true],
  [{ SSH_CONNECTION: "1" }, "darwin", false],
  [{}, "win32", true],
] as const)("with %o on %s a desktop is %s", (environment, platform, expected) => {
  expect(hasDesktop(environment, platform)).toBe(expected);
});

test("a gate that fails without naming a test is one failure, and so is one that shows nothing", () => {
  const two = [
    { name: "a", message: "" },
    { name: "b", message: "" },
  ];
  const failed = (well: boolean, passed: number, failures: typeof two) =>
    settleTally(well, { passed, skipped: 0, failures }).failures.length;
  expect([failed(true, 3, []), failed(false, 3, two), failed(false, 3, [])]).toEqual([0, 2, 1]);
  expect([failed(true, 0, []), failed(true, 3, two)]).toEqual([1, 2]);
});

test("a file none of whose tests ran is a failure, whatever the gate says", () => {
  const file = { name: "a.gpu.test.ts", status: "passed", message: "", assertionResults: [] };
  const ran = { ...file, name: "b.gpu.test.ts", assertionResults: [{ status: "passed" }] };
  const report = { numPassedTests: 1, numPendingTests: 0, testResults: [file, ran] };
  expect(countVitest(report).failures).toEqual([{ name: file.name, message: "none of its tests ran" }]);
});

test("a gate that could not run is counted as skipped", () => {
  const gate = { name: "python", title: "", cores: 1, run: async () => "no Python" };
  expect(tallyOf(gate, "no Python")).toEqual({ passed: 0, skipped: 1, failures: [] });
});

test("gates run side by side while two cores suffice, and after those that they need", async () => {
  const gate = (name: string, cores: number, after?: readonly string[]) => ({
    ...{ name, title: name, cores, run: async () => true },
    ...(after === undefined ? {} : { after }),
  });
  const events: string[] = [];
  let busy = 0;
  await runScheduled(
    [gate("large", 2, ["small"]), gate("long", 1), gate("small", 1), gate("after", 1, ["small"])],
    async ({ name, cores }, alone) => {
      events.push(`${name} starts${alone ? " alone" : ""}`);
      busy += cores;
      expect(busy).toBeLessThanOrEqual(2);
      await new Promise((settle) => setTimeout(settle, name === "long" ? 30 : 5));
      busy -= cores;
      events.push(`${name} ends`);
    },
  );
  expect(events).toEqual([
    ...["long starts", "small starts", "small ends", "after starts", "after ends", "long ends"],
    ...["large starts alone", "large ends"],
  ]);
});

test("a failure is said again in few lines, without colours", () => {
  const message = `\u001b[31mexpected\u001b[39m 1\n${"at\n".repeat(50)}`;
  const brief = briefOf({ name: "file › test", message }).split("\n");
  expect(brief.slice(0, 2)).toEqual(["✗ file › test", "    expected 1"]);
  expect(brief).toHaveLength(13);
});

test("the browser is kept from talking to anyone", () => {
  expect(chromiumFlags).toContain("--disable-background-networking");
});

test.each([
  ["v12.22.12", 1],
  ["v20.18.3", 1],
  ["v20.19.0", 0],
  ["v24.1.0", 0],
])("Node %s ends with %i, and a refusal is one sentence", (version, status) => {
  const folder = mkdtempSync(join(tmpdir(), "fovea node "));
  const pretend = join(folder, "pretend.cjs");
  writeFileSync(pretend, `Object.defineProperty(process, "version", { value: "${version}" });`);
  const check = fileURLToPath(new URL("require-node.cjs", import.meta.url));
  const ended = spawnSync(process.execPath, ["-r", pretend, "-r", check, "-e", ""], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(ended.status).toBe(status);
  expect(ended.stderr.trim().split("\n").filter(Boolean)).toHaveLength(status);
});
