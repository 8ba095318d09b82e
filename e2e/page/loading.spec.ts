/** Loading the model can be stopped and taken up again. */
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("loading is stopped, and begun again", async ({ page }) => {
  let held = true;
  const waiting: (() => void)[] = [];
  await page.route("**/model.safetensors", async (route) => {
    if (held) await new Promise<void>((resolve) => waiting.push(resolve));
    await route.continue().catch(() => undefined);
  });
  await page.goto("./");
  await page.getByRole("button", { name: "Stop loading" }).click();
  await expect(page.getByRole("button", { name: "Load the model" })).toBeVisible();
  await expect(screen.answerKey(page)).toHaveAttribute("aria-disabled", "true");
  await screen.expectAccessible(page);
  held = false;
  for (const go of waiting) go();
  await page.getByRole("button", { name: "Load the model" }).click();
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await screen.answer(page);
});
