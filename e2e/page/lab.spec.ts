/** The page for training: a run's document opens without a model, and says whether the run helped or collapsed. */

import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { lineOf } from "../../src/lab/run/document.ts";
import { testDocument, testEvaluation, testStep, testWatched } from "../../src/lab/run/run.testing.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Steps and evaluations of a run whose regional accuracy was lost. */
function collapsedRun(): string {
  const answers = (hits: number) => "1".repeat(hits) + "0".repeat(120 - hits);
  const records = [0, 40].flatMap((step) => [
    ...Array.from({ length: step === 0 ? 0 : 3 }, (_, i) => testStep(step - 2 + i, { loss: 0.1 + i / 1000 })),
    testEvaluation(step, {
      global: answers(24 + step / 4),
      matched: answers(80 - step),
      regional: answers(116 - 2 * step),
    }),
  ]);
  const watched = [0, 20, 40].map((step) => testWatched(step, step === 20, 0.5 - step / 100));
  const reason = "Regional accuracy was 63.3 % and 30.0 % in two evaluations running.";
  return `${testDocument([...records, ...watched])}${lineOf({ kind: "collapse", step: 40, reason })}`;
}

/** Keeps a run of 40 steps with two checkpoints in the browser, as the worker does; opening those would fail. */
async function keepRun(page: Page): Promise<void> {
  const document = testDocument([testStep(40)]);
  const checkpoints = [20, 40].map((step) => ({ step, bytes: 7_000_000, sha256: String(step).repeat(32) }));
  const note = JSON.stringify({
    name: "kept",
    at: Date.UTC(2026, 0, 1, 12),
    number: 0,
    document,
    checkpoints,
  });
  await page.evaluate(async (text) => {
    const root = await navigator.storage.getDirectory();
    const runs = await root.getDirectoryHandle("runs", { create: true });
    const notes = await runs.getDirectoryHandle("notes", { create: true });
    const file = await (await notes.getFileHandle("kept.0.json", { create: true })).createWritable();
    await file.write(text);
    await file.close();
  }, note);
}

test("a run opens from its file: accuracies, the collapse, charts and tables; parts of a recipe change by keyboard", async ({
  page,
}) => {
  // The worker reads which runs are kept when the page opens, so one is kept before that.
  await page.route("**/empty", (route) =>
    route.fulfill({ contentType: "text/html", body: '<link rel="icon" href="data:,">' }),
  );
  await page.goto("./empty");
  await keepRun(page);
  await screen.holdModelBack(page);
  await page.goto("./#lab");
  const heading = page.getByRole("heading", { name: "Train the model, and watch the gap" });
  await expect(heading).toBeVisible();
  await test.step("the document of a run", async () => {
    const file = { name: "x.run.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(collapsedRun()) };
    await page.locator('.lab-kept input[type="file"]').setInputFiles(file);
    await expect(page.getByRole("heading", { name: "Vision-OPD, Fovea-nano" })).toBeVisible();
    await expect(page.locator('.headline [data-tone="global"]')).toContainText("28 %");
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toContainText(
      "The run has collapsed, at step 40",
    );
    const accuracy = page.getByRole("figure", { name: "Accuracy on held-out questions" });
    await accuracy.getByText("Numbers").click();
    await expect(accuracy.getByRole("row", { name: /full image 40/ })).toContainText("28 %");
  });
  await test.step("the watched item, back through the run", async () => {
    const watched = page.getByRole("region", { name: "The watched item" });
    await expect(watched.getByRole("listbox", { name: "The answer after step 40" })).toBeVisible();
    await watched.getByRole("slider").press("ArrowLeft");
    await expect(watched.getByRole("option")).toHaveCount(3);
    await expect(watched.getByRole("option").nth(1)).toHaveAccessibleName(/red, divergence 0.300 nats/);
  });
  const kept = page.getByRole("region", { name: "Runs in this browser" });
  const remove = kept.getByRole("button", { name: /^Delete Vision-OPD, Fovea-nano, seed 1, 1 Jan 2026/ });
  const question = kept.getByRole("group", { name: /its 40 steps and 2 checkpoints.*cannot be undone/ });
  await test.step("narrow, with a question open, and for everybody", async () => {
    await page.setViewportSize({ width: 360, height: 900 });
    await remove.click();
    await expect(question).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await screen.expectAccessible(page);
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
  });
  await test.step("a part of the recipe, by keyboard", async () => {
    await page.getByRole("button", { name: "Parts of the recipe" }).press("Enter");
    const steps = page.getByRole("textbox", { name: "Images per step" });
    await steps.fill("3");
    await steps.press("Enter");
    await expect(page.getByRole("combobox", { name: "Recipe" })).toHaveText("Vision-OPD, changed");
  });
  await test.step("a recorded table opens, with its verdict, and a row is set up again", async () => {
    const line = (row: string, right: string) =>
      JSON.stringify({
        kind: "run",
        row,
        phase: "shown",
        factor: 1,
        seed: 1,
        document: testDocument([testEvaluation(200, { global: right, matched: right, regional: right })]),
      });
    const header = { kind: "table", format: "fovea-table", version: 1, id: "vision-opd-6" };
    const first = JSON.stringify({ ...header, steps: 200, seeds: [1], recorded: "2026-11-29" });
    const rows = [line("top-100", "1".repeat(40)), line("sampled", "0".repeat(40))];
    const file = {
      name: "vision-opd-6.jsonl.gz",
      mimeType: "application/gzip",
      buffer: gzipSync([first, ...rows].join("\n")),
    };
    await page.locator('.lab-tables input[type="file"]').setInputFiles(file);
    const title = "The most likely tokens against the sampled one";
    await page.getByRole("button", { name: title }).click();
    await expect(page.getByText(/agrees \(\+100\.0 points/)).toBeVisible();
    await page.getByRole("button", { name: /Set up again the sampled token alone/ }).click();
    await expect(page.getByRole("combobox", { name: "Recipe" })).toHaveText("Vision-OPD");
    await screen.expectAccessible(page);
  });
  await test.step("another run is followed from its last step", async () => {
    const file = { name: "y.run.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(collapsedRun()) };
    await page.locator('.lab-kept input[type="file"]').setInputFiles(file);
    await expect(page.getByRole("listbox", { name: "The answer after step 40" })).toBeVisible();
  });
  await test.step("what would be lost is said before a second press, and Escape takes it back", async () => {
    await kept.getByRole("button", { name: /^Show / }).click();
    await page.getByRole("button", { name: "Step 20" }).press("Enter");
    const going = page.getByRole("group", { name: /Steps 21 to 40 and 1 later checkpoint are replaced/ });
    await expect(going.getByRole("button", { name: "Go on from step 20" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Step 20" })).toBeFocused();
    await remove.press("Enter");
    await expect(question.getByRole("button", { name: "Delete this run" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(kept.getByText("None yet.")).toBeVisible();
    await expect(kept.getByRole("heading", { name: "Runs in this browser" })).toBeFocused();
  });
});
