/** The gates: from nothing to weights by single clicks, knobs and ablations, and two models of which one teaches. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const gates = (page: Page): Locator => page.getByRole("region", { name: "Gates" });
const siblings = (page: Page): Locator => gates(page).getByRole("radio", { name: /^\d/ });
const key = (page: Page, name: string | RegExp): Locator => gates(page).getByRole("button", { name });

/** One weight a sibling as it is written; NaN where there is none. */
async function weights(page: Page): Promise<readonly number[]> {
  const written = await gates(page).locator("tbody .sibling-weight .number").allInnerTexts();
  return written.map((text) => Number(text.replace("−", "-")));
}

/** How often `weight` is among them. */
const many = (values: readonly number[], weight: number): number =>
  values.filter((value) => value === weight).length;

/** Waits until nothing runs and WGSL has weighed the group within the kernel's tolerance. */
async function weighed(page: Page): Promise<void> {
  await expect(screen.answerKey(page)).toContainText("Answer", { timeout: 60_000 });
  const told = gates(page).getByText(/Weights computed in WGSL, within/);
  await expect(told).toBeVisible({ timeout: 30_000 });
  const share = Number(/within ([\d.e-]+)/.exec(await told.innerText())?.[1]);
  expect(share).toBeLessThan(1);
}

async function answerEight(page: Page): Promise<void> {
  await key(page, "Answer 8 times").click();
  await screen.settled(page);
  await expect(siblings(page)).toHaveCount(8);
}

test("a group, its weights, another sibling, a verdict, a knob, an ablation", async ({ page }) => {
  test.slow();
  // A sign of which all eight answers are wrong.
  await screen.open(page, "", "ocr-3");
  await expect(gates(page)).toContainText("A gate compares several answers to one question");
  await answerEight(page);
  await expect(gates(page)).toContainText("These answers have not been scored");

  await key(page, "Score under the views that V-Zero needs").click();
  await weighed(page);
  const start = await weights(page);
  expect(new Set(start).size).toBeGreaterThan(1);
  expect(Math.min(...start)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...start)).toBeLessThanOrEqual(2);

  await siblings(page).first().focus();
  const said = await screen.studentAnswer(page).innerText();
  await page.keyboard.press("ArrowDown");
  await expect(siblings(page).nth(1)).toBeChecked();
  await expect(screen.studentAnswer(page)).not.toHaveText(said);

  await gates(page).getByRole("slider", { name: /^α/ }).focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => many(await weights(page), 1)).toBe(8);
  await weighed(page);
  await expect(gates(page)).toContainText("Neither: some settings have been changed");
  await key(page, "Reset settings").click();
  await expect.poll(() => weights(page)).toEqual(start);

  await key(page, "The computation, step by step").click();
  await expect(gates(page)).toContainText("(eq. 17)");
  await key(page, "The paper’s ablations").click();
  for (const side of ["Positive crop", "Negative crop"])
    await gates(page)
      .getByRole("radiogroup", { name: new RegExp(side) })
      .getByRole("radio", { name: "None" })
      .click();
  await expect.poll(async () => many(await weights(page), 1), { timeout: 30_000 }).toBe(8);
  await expect(gates(page)).toContainText("drops crop and gate together");

  await page.getByRole("tab", { name: "Uni-OPD" }).click();
  const judged = key(page, /^Answer 1 is/);
  await expect(judged).toHaveAccessibleName(/judged wrong/);
  await expect(gates(page)).toContainText("There are not both right and wrong answers");
  await judged.click();
  await judged.click();
  await expect(judged).toHaveAccessibleName(/judged right/);
  await expect(gates(page)).not.toContainText("Right and wrong answers are not both there");
  await weighed(page);
  await screen.expectAccessible(page);
});

test("two models, one of which teaches, and how their answers are drawn", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("Fovea-mini teaches Fovea-nano, and one click leads back", async () => {
    await page.getByRole("tab", { name: "VA-OPD" }).click();
    await expect(gates(page)).toContainText("With the same weights on the same image there is no signal");
    await key(page, "Let Fovea-mini teach Fovea-nano").click();
    await expect(page.locator(".chip")).toContainText("Fovea-nano", { timeout: 60_000 });
    await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 60_000 });
    await answerEight(page);
    await weighed(page);
    const softmax = await weights(page);
    expect(new Set(softmax).size).toBeGreaterThan(1);
    expect(softmax.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);

    // The teacher's own answer under the student, token by token: its own sum is the one beside the answer.
    await page.getByRole("button", { name: "Score the teacher’s answer under the student" }).click();
    const scored = page.getByRole("table", { name: "Log-probabilities of the teacher’s answer" });
    await expect(scored.getByRole("columnheader")).toHaveText(["token", "Fovea-mini", "Fovea-nano"]);
    const whole = scored.getByRole("row", { name: /whole answer/ }).getByRole("cell");
    await expect(page.locator('[data-part="teacher"] .side-number').first()).toContainText(
      `ln = ${await whole.first().innerText()} nats`,
    );
    await expect(whole.last()).toContainText(/^−\d+\.\d\d$/);

    await page.getByRole("tab", { name: "Uni-OPD" }).click();
    await weighed(page);
    const returns = await gates(page).locator("tbody .sibling-number:nth-child(3)").allInnerTexts();
    expect(new Set(returns).size).toBeGreaterThan(1);
    await key(page, /^Restore Fovea-mini/).click();
    await expect(page.locator(".chip")).toContainText("Fovea-mini", { timeout: 60_000 });
    await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 60_000 });
    await expect(key(page, "Let Fovea-mini teach Fovea-nano")).toBeEnabled();
  });

  await test.step("how answers are drawn is beside the question, and the same seed says the same", async () => {
    await page.getByRole("button", { name: /sampling/ }).click();
    const panel = page.getByRole("dialog", { name: "Sampling" });
    await panel.getByRole("button", { name: /^Eight answers/ }).click();
    await panel.getByRole("textbox", { name: "Answers per group" }).fill("3");
    await panel.getByRole("textbox", { name: "Answers per group" }).press("Enter");
    await expect(panel).toContainText("The same seed gives the same tokens");
    await screen.expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(page.getByRole("button", { name: /sampling/ })).toContainText("3 answers, T 1.00, seed 7");
    const texts = async () => gates(page).locator(".sibling-text").allInnerTexts();
    await screen.answer(page);
    await expect(siblings(page)).toHaveCount(3);
    const first = await texts();
    await screen.answer(page);
    expect(await texts()).toEqual(first);
  });
});
