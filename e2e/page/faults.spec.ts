/** The GPU is lost, or memory runs out, in the middle of a run: a named fault, one click back, and nothing is lost. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Breaks the engine the next time that it computes: what is done there is done as the browser or the driver would. */
async function breakEngine(page: Page, how: "lose the GPU" | "run out of memory"): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate((act) => {
      if (act === "run out of memory") {
        const { from } = BigInt64Array;
        BigInt64Array.from = () => {
          BigInt64Array.from = from;
          throw new RangeError("Array buffer allocation failed");
        };
        return;
      }
      const { createCommandEncoder } = GPUDevice.prototype;
      GPUDevice.prototype.createCommandEncoder = function (descriptor) {
        this.destroy();
        return createCommandEncoder.call(this, descriptor);
      };
    }, how);
  }
}

const cases = [
  { how: "lose the GPU", message: "The GPU was lost", stopped: true },
  { how: "run out of memory", message: "ran out of memory", stopped: false },
] as const;

test("the GPU is lost, then memory runs out: each a fault with a way back that loses nothing", async ({
  page,
}) => {
  test.slow();
  await page.goto("./?scene=identification-5");
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await screen.question(page).fill("What is it made of?");
  await screen.answer(page);
  const said = await screen.studentAnswer(page).innerText();
  const box = await screen.box(page);
  for (const { how, message, stopped } of cases) {
    await test.step(how, async () => {
      await breakEngine(page, how);
      await screen.answerKey(page).click();
      await expect(screen.alertWords(page)).toContainText(message, { timeout: 45_000 });
      await expect(page.locator(".chip")).toContainText(stopped ? "Engine stopped" : "Fovea-mini");
      await screen.expectAccessible(page);

      await page.getByRole("button", { name: "Restart the engine" }).click();
      await expect(screen.alertWords(page)).toHaveCount(0);
      await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
      await expect(screen.question(page)).toHaveValue("What is it made of?");
      await expect(page.locator(".plane-image")).toBeVisible();
      expect(await screen.box(page)).toEqual(box);
      await screen.answer(page);
      expect(await screen.studentAnswer(page).innerText()).toBe(said);
    });
  }
});

test("a login page in the place of the program that runs models: said, and started again once it is gone", async ({
  page,
  complaints,
}) => {
  const login = { contentType: "text/html", body: "<!DOCTYPE html><title>Log in</title>" };
  await page.route("**/*.wasm", (route) => route.fulfill(login));
  await page.goto("./");
  const lost = page.locator(".chip[data-state='lost']");
  await expect(lost).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("such as a login page").first()).toBeVisible();
  await expect(screen.tokens(page).first()).toBeVisible();
  expect(complaints.splice(0).join()).toContain("expected magic word");
  await page.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Restart the engine" }).first().click();
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
});
