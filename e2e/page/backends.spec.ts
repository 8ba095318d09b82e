/**
 * All four ways to compute say the same tokens and, within a tolerance, the same disagreement: the bundled model by all of
 * them in the proofs, and by three of them otherwise (all four on a small model are tested beside the engine).
 */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { extent } from "../support/proof.ts";
import * as screen from "../support/screen.ts";

/** f32 on the way through a whole model, summed in another order by each backend. */
const TOLERANCE = 1e-3;
/** The first tokens are enough: the model is causal, so more of them would not change these. */
const COMPARED = 4;

interface Reading {
  readonly texts: readonly string[];
  readonly disagreement: readonly number[];
}

/**
 * Answers, stops after a few tokens, waits until they are measured, and reads what the page then says about each. The
 * teacher's own answer would come next; it is not compared, and a model on a software adapter takes a minute for it.
 */
async function read(page: Page): Promise<Reading> {
  await screen.inMidRun(page, COMPARED, "click Stop");
  await screen.answerKey(page).click();
  await expect
    .poll(
      async () => {
        const said = await screen.tokens(page).count();
        return said >= COMPARED && (await screen.measured(page).count()) === said;
      },
      { timeout: 240_000 },
    )
    .toBe(true);
  await page.keyboard.press("Escape");
  const texts: string[] = [];
  const disagreement: number[] = [];
  for (let index = 0; index < COMPARED; index++) {
    await screen.tokens(page).nth(index).hover();
    await expect(screen.inspector(page)).toContainText(`token ${index + 1} of`);
    texts.push(await page.locator(".inspected-text").innerText());
    disagreement.push(Number(await page.locator(".legend .number").innerText()));
  }
  return { texts, disagreement };
}

const WAYS = [
  { run: "wasm", numbers: "cpu", chip: "model on wasm · metrics in float64 on the CPU" },
  { run: "wasm", numbers: "wgsl", chip: "model on wasm · metrics in WGSL" },
  { run: "webgpu", numbers: "wgsl", chip: "model on WebGPU · metrics in WGSL" },
  { run: "webgpu", numbers: "cpu", chip: "model on WebGPU · metrics in float64 on the CPU" },
] as const;

test("different ways, one result", async ({ page }) => {
  test.setTimeout(600_000);
  const ways = WAYS.slice(0, extent(3, WAYS.length, "ways to compute"));
  const readings: Reading[] = [];
  for (const { run, numbers, chip } of ways) {
    await page.goto(`./?run=${run}&numbers=${numbers}&scene=identification-5`);
    await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 120_000 });
    await expect(page.locator(".chip")).toContainText(chip);
    // One tile in place of thirteen: a software adapter needs minutes for those.
    await screen.choose(page, "Longest edge", /^128 px/);
    const reading = await read(page);
    expect(reading.disagreement.every((nats) => nats >= 0 && nats <= Math.LN2)).toBe(true);
    await expect(page.locator(".made-by")).toContainText(numbers === "cpu" ? "float64 reference" : "WGSL on");
    await expect(page.locator(".made-by")).toContainText(`Model: ${run}`);
    readings.push(reading);
  }
  const [first] = readings;
  if (first === undefined) throw new Error("nothing was read");
  expect(Math.max(...first.disagreement)).toBeGreaterThan(TOLERANCE);
  for (const [at, reading] of readings.entries()) {
    const { run, numbers } = WAYS[at] as (typeof WAYS)[number];
    expect(reading.texts, `${run}, ${numbers}`).toEqual(first.texts);
    reading.disagreement.forEach((nats, token) => {
      expect(
        Math.abs(nats - (first.disagreement[token] ?? Number.NaN)),
        `${run}, ${numbers}, ${token}`,
      ).toBeLessThan(TOLERANCE);
    });
  }
});
