/** Lessons: played to their end on the page, opened by a link, beside the instrument and on a phone. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const panel = (page: Page): Locator => page.getByRole("complementary");
const title = (page: Page): Locator => panel(page).getByRole("heading", { level: 3 });
const key = (page: Page, name: string): Locator => panel(page).getByRole("button", { name, exact: true });
const task = (page: Page): Locator => panel(page).getByRole("region", { name: "Now you" });

/** Opens a lesson by its link, with an engine that never gets its model: what is recorded must do. */
async function openLesson(page: Page, search: string): Promise<void> {
  await screen.holdModelBack(page);
  await page.goto(`./${search}`);
  await expect(title(page)).toBeVisible({ timeout: 30_000 });
}

/** Chooses what is expected; which of the options does not matter. */
async function predict(page: Page): Promise<void> {
  await panel(page).getByRole("radio").first().check();
}

async function expectDone(page: Page): Promise<void> {
  await expect(task(page)).toContainText("Done", { timeout: 30_000 });
}

test("training in miniature is played to its end, by keyboard where it matters", async ({ page }) => {
  await openLesson(page, "?lesson=miniature");
  await expect(title(page)).toHaveText("A model that fits on a page");
  const summary = panel(page).locator(".exhibit-value");
  await expect(summary).toContainText("frozen: right 0.69");

  await key(page, "Next").click();
  await expect(title(page)).toBeFocused();
  await expect(panel(page).locator(".exhibit")).toHaveCount(0);
  await panel(page).getByRole("radio", { name: "Trust region" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(panel(page)).toContainText("As you expected.");
  await key(page, "Train with the current policy").click();
  await expectDone(page);
  await expect(summary).toContainText("silent 0.86");

  await key(page, "Next").click();
  await panel(page).getByRole("radio", { name: "It rose" }).check();
  await expect(panel(page)).toContainText("Not so: It fell towards 0.");

  await key(page, "Next").click();
  await panel(page).getByRole("radio", { name: "400", exact: true }).check();
  await panel(page).getByRole("radio", { name: "moving average" }).check();
  await expectDone(page);

  await key(page, "Next").click();
  await key(page, "Train from sampled letters").click();
  await expectDone(page);
  await expect(panel(page).getByRole("radio", { name: "JSD ½" })).toBeDisabled();

  await key(page, "Next").click();
  await expect(panel(page)).toContainText("75.70, 75.43");
  await expect(panel(page).getByRole("link", { name: "arXiv 2605.18740" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("page")).toBe("6");
  await key(page, "All lessons").first().click();
  await expect(panel(page).getByRole("listitem").filter({ hasText: "Training in miniature" })).toContainText(
    "3 of 3 done",
  );
});

test("without a model a lesson is played to its end on recorded answers", async ({ page }) => {
  test.slow();
  await openLesson(page, "?lesson=margin");
  const strip = page.locator('[data-part="tokens"]');
  const gates = page.locator('[data-part="gates"]');
  await expect(page.getByText("Recorded", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(screen.studentAnswer(page)).toContainText("hammer");
  await key(page, "Colour by the reward").click();
  await expectDone(page);
  await expect(strip).toHaveAttribute("data-pointed", "now");
  await expect(strip.getByRole("combobox", { name: "Coloured by" })).toContainText("reward");

  await key(page, "Next").click();
  await predict(page);
  await expect(panel(page)).toContainText("−0.11 > −0.19");
  await key(page, "Next").click();
  await key(page, "Compare the extremes").click();
  await expectDone(page);

  await key(page, "Next").click();
  await predict(page);
  await key(page, "Open Uni-OPD").click();
  await expectDone(page);
  await expect(gates.getByRole("tab", { name: "Uni-OPD" })).toHaveAttribute("aria-selected", "true");
  await expect(gates).toBeInViewport();
  await expect(panel(page).locator(".lesson-live")).toContainText(/Margin of the means[\d. ]+nats/);

  await key(page, "Next").click();
  await key(page, "Set δ to 1").click();
  await expectDone(page);
  await expect(gates).toContainText("δ = 1.00");
  await key(page, "Next").click();
  await key(page, "Mask").click();
  await expectDone(page);
  await key(page, "Next").click();
  await key(page, "Select that token").click();
  await expectDone(page);
  await expect(screen.tokens(page).and(page.locator('[aria-selected="true"]'))).toHaveCount(1);
});

test("with a model the first lesson operates the screen and sees what was done there", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await panel(page)
    .getByRole("button", { name: /regional-to-global gap/ })
    .click();
  await expect(screen.question(page)).toHaveValue("What shape is the black badge?");
  await expect(screen.tokens(page)).toHaveCount(0);

  await key(page, "Next").click();
  await predict(page);
  await expect(panel(page)).toContainText("Now try it.");
  await key(page, "Answer").click();
  await expectDone(page);
  await screen.settled(page);
  await expect(panel(page).locator(".lesson-live").first()).toContainText(
    await screen.studentAnswer(page).innerText(),
  );

  await key(page, "Next").click();
  await key(page, "Select that token").click();
  await expectDone(page);
  await expect(page.locator('[data-part="token"]')).toHaveAttribute("data-pointed", /true|now/);

  await key(page, "Next").click();
  await predict(page);
  await key(page, "Show the distractor crop").click();
  await expectDone(page);
  await expect(panel(page).getByRole("row", { name: /distractor crop \d/ })).toBeVisible({ timeout: 45_000 });
  await screen.expectAccessible(page);

  await key(page, "All lessons").click();
  await panel(page)
    .getByRole("button", { name: /One number per token/ })
    .click();
  await key(page, "Page 5: Written out").click();
  await expect(panel(page).locator(".exhibit-value")).toContainText(/Sum 0\.\d+ nats/, { timeout: 30_000 });
  await key(page, "Check the number").click();
  await expect(page.locator('[data-part="check"]')).toContainText("in float64 is", { timeout: 45_000 });

  await key(page, "Close").click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Lessons", exact: true })).toBeFocused();
  expect(new URL(page.url()).searchParams.has("lesson")).toBe(false);
});

test("a class’s link opens a page and hides the controls", async ({ page }) => {
  await openLesson(page, "?lesson=evidence&page=5&plain");
  await expect(title(page)).toHaveText("Identical crops");
  await expect(page.locator('[data-part="stage"] img')).toBeVisible();
  await expect(page.getByRole("listbox", { name: "Scenes" })).toBeHidden();
  await expect(page.getByRole("radiogroup", { name: "The student is shown" })).toBeHidden();
  await expect(key(page, "Close")).toHaveCount(0);
  await key(page, "Show the same crop twice").click();
  await expectDone(page);
  await expect(panel(page).getByRole("row", { name: /^4 / })).toContainText("1.000");
  await screen.expectAccessible(page);
});

test("the panel fits a phone, folds, and twice as large text sticks out nowhere", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  for (const [lesson, number] of [
    ["miniature", 5],
    ["top-k", 3],
    ["margin", 5],
    ["controls", 4],
  ]) {
    await openLesson(page, `?lesson=${lesson}&page=${number}`);
    for (const text of [1, 2]) {
      await screen.enlargeText(page, text);
      const outside = await screen.stickingOut(panel(page));
      expect(outside, `${lesson}, text × ${text}`).toEqual([]);
    }
  }
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await key(page, "Show the blank").click();
  await expectDone(page);
  const [strip, sheet] = [page.locator('[data-part="tokens"] h2'), panel(page)];
  await expect(async () => {
    const [shown, covered] = [await strip.boundingBox(), await sheet.boundingBox()];
    expect(shown?.y, "the strip is in sight above the sheet").toBeGreaterThanOrEqual(0);
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan(covered?.y ?? 0);
  }).toPass({ timeout: 10_000 });
  await key(page, "Fold").click();
  await expect(title(page)).toBeHidden();
  await key(page, "Unfold").click();
  await expect(title(page)).toBeVisible();
});
