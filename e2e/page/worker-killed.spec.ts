/** The engine dies in the middle of a run: the page says so, offers to start again, and nothing of the work is lost. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Keeps hold of every worker that the page starts, so that a test can end it as a crash would. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Worker[] = [];
    class HeldWorker extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        held.push(this);
      }
    }
    Object.assign(window, { Worker: HeldWorker, held });
  });
}

test("a killed worker is a fault with a way back that loses nothing", async ({ page }) => {
  test.slow();
  await holdWorkers(page);
  await screen.open(page);
  await screen.question(page).fill("What is it made of?");
  await screen.drag(page, screen.evidenceBox(page), { x: 25, y: 15 });
  await page.getByRole("radio", { name: "Box drawn" }).check();
  await screen.answer(page);
  const [said, box, labels] = [
    await screen.studentAnswer(page).innerText(),
    await screen.box(page),
    await screen.labels(page),
  ];

  await screen.inMidRun(page, 1, "kill the worker");
  await screen.answerKey(page).click();
  await expect(screen.alertWords(page)).toContainText("The engine stopped");
  await expect(page.locator(".chip")).toContainText("Engine stopped");
  await expect(screen.answerKey(page)).toHaveAttribute("aria-disabled", "true");
  await screen.expectAccessible(page);

  await expect(screen.question(page)).toHaveValue("What is it made of?");
  expect(await screen.box(page)).toEqual(box);
  await expect(page.locator(".plane-image")).toBeVisible();
  expect(await screen.studentAnswer(page).innerText()).toBe(said);

  await page.getByRole("button", { name: "Restart the engine" }).click();
  await expect(screen.alertWords(page)).toHaveCount(0);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await expect(screen.question(page)).toHaveValue("What is it made of?");
  await expect(page.getByRole("radio", { name: "Box drawn" })).toBeChecked();
  expect(await screen.box(page)).toEqual(box);
  await screen.answer(page);
  expect(await screen.studentAnswer(page).innerText()).toBe(said);
  expect(await screen.labels(page)).toEqual(labels);
});
