/** Lessons: played to their end on the page, opened by a link, beside the instrument and on a phone. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import * as screen from "./screen.ts";

const panel = (page: Page): Locator => page.getByRole("complementary");
const title = (page: Page): Locator => panel(page).getByRole("heading", { level: 3 });
const key = (page: Page, name: string): Locator => panel(page).getByRole("button", { name, exact: true });
const task = (page: Page): Locator => panel(page).getByRole("region", { name: "Now you" });

/** Opens a lesson by its link. Its pages need no model, so the model is left waiting. */
async function openLesson(page: Page, search: string): Promise<void> {
  await page.route("**/model.safetensors", () => new Promise(() => undefined));
  await page.goto(`./${search}`);
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
}

async function expectDone(page: Page): Promise<void> {
  await expect(task(page)).toContainText("Done", { timeout: 30_000 });
}

test("training in miniature is played to its end, by keyboard where it matters", async ({ page }) => {
  await openLesson(page, "?lesson=miniature");
  await expect(title(page)).toHaveText("A model that fits on a page");
  const summary = panel(page).locator(".exhibit-value");
  await expect(summary).toContainText("frozen: right 0.69");
  await screen.expectAccessible(page);

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
  await key(page, "Train from said letters").click();
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

test("the first lesson operates the screen and sees what was done there", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await panel(page)
    .getByRole("button", { name: /regional-to-global gap/ })
    .click();
  await expectDone(page);
  await expect(page.locator('[data-part="stage"]')).toHaveAttribute("data-pointed", "true");

  await key(page, "Next").click();
  await expect(page.locator("[data-pointed]")).toHaveCount(0);
  await panel(page).getByRole("radio", { name: /wrong/ }).check();
  await expect(panel(page)).toContainText("Now do it, and see.");
  await key(page, "Answer").click();
  await expectDone(page);
  await expect(panel(page)).toContainText("The student said");
  await expect(panel(page).locator(".lesson-live").first()).toContainText(
    await screen.studentAnswer(page).innerText(),
  );
  await screen.settled(page);

  await key(page, "Next").click();
  await key(page, "Select that token").click();
  await expectDone(page);
  await expect(screen.tokens(page).and(page.locator('[aria-selected="true"]'))).toHaveCount(1);

  await key(page, "Next").click();
  await key(page, "Move it to the far corner").click();
  await expectDone(page);
  await expect(panel(page).getByRole("row", { name: /away from it \d/ })).toBeVisible({ timeout: 30_000 });
  await screen.expectAccessible(page);
  await key(page, "Close").click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Lessons", exact: true })).toBeFocused();
  expect(new URL(page.url()).searchParams.has("lesson")).toBe(false);
});

test("a class’s link opens a page and hides the controls", async ({ page }) => {
  await openLesson(page, "?lesson=evidence&page=3&plain");
  await expect(title(page)).toHaveText("From gaps to weights");
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
    ["top-k", 5],
    ["margin", 4],
    ["gap", 5],
  ]) {
    await openLesson(page, `?lesson=${lesson}&page=${number}`);
    for (const text of [1, 2]) {
      await page.evaluate(
        (size) => {
          document.documentElement.style.fontSize = size;
        },
        `${text * 100}%`,
      );
      const outside = await panel(page).evaluate((aside) =>
        [...aside.querySelectorAll("*")]
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
          .map((element) => `${element.tagName}.${element.getAttribute("class")}`),
      );
      expect(outside, `${lesson}, text × ${text}`).toEqual([]);
    }
  }
  await key(page, "Fold").click();
  await expect(title(page)).toBeHidden();
  await key(page, "Unfold").click();
  await expect(title(page)).toBeVisible();
});
