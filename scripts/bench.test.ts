/** The bench knows every kernel, and says so where there is no adapter. */

import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { unbenched } from "../bench/kernels.ts";
import { asMarkdown } from "../bench/report.ts";
import type { Report } from "../bench/report-data.ts";

test("every kernel of the catalog is timed", () => {
  expect(unbenched()).toEqual([]);
});

test("without an adapter the bench says so and writes nothing", () => {
  const bench = fileURLToPath(new URL("bench.mjs", import.meta.url));
  const { status, stderr, stdout } = spawnSync(process.execPath, [bench, "--node", "--quick"], {
    encoding: "utf8",
    // No driver at all, whatever the machine has.
    env: { ...process.env, VK_ICD_FILENAMES: join(tmpdir(), "no-such-driver.json"), VK_DRIVER_FILES: "" },
  });
  expect(stderr).toContain("There is no WebGPU adapter on this machine.");
  expect(stdout).toBe("");
  expect(status).toBe(1);
}, 60_000);

test("a figure that only hardware can give is reported as open", () => {
  const timing = { milliseconds: 100, least: 90, samples: 3, repeats: 20, clock: "timestamps" } as const;
  const report = (software: boolean): Report => ({
    card: {
      adapter: "an adapter",
      software,
      limits: {},
      features: [],
      runtime: "",
      versions: {},
      seed: 1,
      date: "",
    },
    copyBytesPerSecond: 10e9,
    kernels: [
      {
        kernel: "divergence",
        shape: "1024 × 151936",
        rows: 1024,
        format: "f32",
        timing,
        bytes: 9e8,
        shareOfCopy: 0.9,
      },
    ],
    baselines: [{ name: "ONNX Runtime, WebGPU", timing, timesOurs: 2.5, difference: 1e-6 }],
  });
  expect(asMarkdown(report(true))).toContain("hardware adapter: open");
  expect(asMarkdown(report(false))).toContain("met (90 %)");
  expect(asMarkdown(report(false))).toContain("not met (2.50 ×)");
  expect(asMarkdown({ ...report(false), kernels: [] })).toContain("open, no shape of that size ran here");
  expect(asMarkdown({ ...report(true), baselines: [] })).toContain("open, neither ran here");
});

test("sampling is told in times of score", () => {
  const line = (kernel: string, milliseconds: number, shape = "64 × 49280") => ({
    ...({ kernel, shape, rows: 64, format: "f32", bytes: 1e6, shareOfCopy: 0.5 } as const),
    timing: { milliseconds, least: milliseconds, samples: 3, repeats: 20, clock: "timestamps" } as const,
  });
  const page = asMarkdown({
    card: {
      ...{ adapter: "an adapter", software: true, limits: {}, features: [] },
      ...{ runtime: "", versions: {}, seed: 1, date: "" },
    },
    copyBytesPerSecond: 10e9,
    kernels: [line("score", 10), line("sample", 25), line("sample, uncut", 31), line("other", 1, "1 × 200")],
    baselines: [],
  });
  expect(page).toContain("| sample | 25.000 ms | 390.63 µs | 2.50 × | 50.0 % |");
  expect(page).toContain("`sample` at most 8 times `score`: met (2.50 ×).");
  expect(page).toContain("`sample, uncut` at most 3 times `score`: not met (3.10 ×).");
  expect(page).not.toContain("other");
});
