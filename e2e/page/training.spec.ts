/** Training on the page, from its start to its saved document, with the smallest settings that leave steps on both sides of a reload. */

import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { openRun, type Run } from "../../src/lab/run/run.ts";
import { shareWords } from "../../src/lab/run/share-words.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const STEPS = 6;

async function fill(page: Page, name: string, value: number): Promise<void> {
  const field = page.getByRole("textbox", { name, exact: true });
  await field.fill(String(value));
  await field.press("Enter");
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();
const progress = (page: Page): Locator => page.locator(".run-progress");
const answerAfter = (page: Page, step: number): Locator =>
  page.getByRole("listbox", { name: `The answer after step ${step}`, exact: true });

/** The run that *Save JSONL* saves. */
async function savedRun(page: Page): Promise<Run> {
  const saved = page.waitForEvent("download");
  await press(page, "Save JSONL");
  const run = openRun(readFileSync(await (await saved).path(), "utf8"));
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
}

/** The accuracies with their intervals, and what was regained. */
async function expectFigures(page: Page, run: Run): Promise<void> {
  for (const view of ["global", "matched", "regional"])
    await expect(page.locator(`.headline [data-tone="${view}"]`)).toContainText(/^.*\d %\d+ % to \d+ %/);
  expect(await page.locator(".lab-regained p:not(.hint)").allTextContents()).toEqual(shareWords(run)?.lines);
}

test("a run on the page is paused, ended, gone on with after a reload, and its saved document opens", async ({
  page,
}) => {
  // Models are opened twice and one is trained; a busy machine takes several times as long as an idle one.
  test.setTimeout(180_000);
  await page.goto("./?run=wasm#lab");
  await test.step("the smallest run", async () => {
    await screen.choose(page, "Student", "Fovea-nano");
    await fill(page, "Steps", STEPS);
    await fill(page, "Questions of each kind", 1);
    await press(page, "Parts of the recipe");
    await fill(page, "Images per step", 1);
    await fill(page, "Questions about each", 1);
    await press(page, "Start");
  });
  await test.step("its watched item is answered before the first step and after it", async () => {
    await expect(answerAfter(page, 0)).toBeVisible({ timeout: 90_000 });
    await expect(answerAfter(page, 1)).toBeVisible({ timeout: 30_000 });
  });
  await test.step("a pause makes no step", async () => {
    await press(page, "Pause");
    const status = page.getByRole("status").filter({ hasText: /^Paused$/ });
    await expect(status).toBeVisible();
    const before = await progress(page).textContent();
    await page.waitForTimeout(1000);
    expect(await progress(page).textContent()).toBe(before);
    await press(page, "Go on");
  });
  await test.step("it is ended, and after a reload goes on from its checkpoint to its last step", async () => {
    await press(page, "End the run");
    await expect(progress(page)).toContainText("Ended by hand", { timeout: 30_000 });
    await expect(page.locator(".lab-regained")).toContainText("before a second evaluation");
    await page.reload();
    await press(page, /^Go on from step [2-5]$/);
    await expect(progress(page)).toContainText(`Finished: step ${STEPS} of ${STEPS}`, { timeout: 90_000 });
    await expect(answerAfter(page, STEPS)).toBeVisible();
  });
  await test.step("accuracies with intervals, and what was regained, are those of the saved document", async () => {
    const run = await savedRun(page);
    const { evaluations, firstStage, steps, unread, end } = run;
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(evaluations.map(({ step }) => step)).toEqual([0, STEPS]);
    expect([unread, end?.reason]).toEqual([0, "finished"]);
    expect(firstStage).toMatchObject({ step: STEPS, title: "Fovea-mini" });
    expect(firstStage?.answers?.right).toHaveLength(evaluations[0]?.items ?? 0);
    await expectFigures(page, run);
    await test.step("which opens again, without a checkpoint to go on from", async () => {
      const file = { name: "x.run.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(run.text) };
      await page.locator('.lab-kept input[type="file"]').setInputFiles(file);
      await expect(page.getByRole("button", { name: "Try it in the playground" })).toHaveCount(0);
      await expectFigures(page, run);
    });
  });
});
