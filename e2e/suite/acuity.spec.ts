/** Acuity curves: the recorded ones are there without a model; a small measurement is asked, stopped and opened again. */
import { RECORDED } from "../../src/acuity/recorded.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("recorded curves show without a model; a measurement is made by keyboard, saved, deleted and opened again", async ({
  page,
}) => {
  test.slow();
  await page.goto("./#acuity");
  const head = page.locator(".acuity-head");
  await expect(head.getByRole("heading")).toContainText("Fovea-mini");
  await expect(head.getByText("full image")).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('[data-figure="gap"]')).toBeVisible();
  const point = page.locator('[data-figure="accuracy"] [data-mark]').first();
  await point.press("Enter");
  await expect(page.locator('[data-figure="accuracy"] [role="status"]')).toContainText(/right, \d+ %/);
  await page.setViewportSize({ width: 360, height: 800 });
  await screen.expectAccessible(page);
  expect(await screen.stickingOut(page.locator("main"))).toEqual([]);

  await page.getByRole("radio", { name: "4", exact: true }).press(" ");
  const scenes = page.getByRole("textbox", { name: "Scenes at each level" });
  await scenes.fill("1");
  await scenes.press("Enter");
  await expect(page.getByText("Fovea-mini answers.")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Measure", exact: true }).press("Enter");
  await expect(page.getByText("17 questions", { exact: false })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Measure", exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(head.getByText("there are 4").first()).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the measurement" }).press("Enter"),
  ]);
  const path = await download.path();
  const listed = page.locator(".acuity-kept li");
  await listed
    .first()
    .getByRole("button", { name: /^Compare/ })
    .press("Enter");
  await expect(page.locator('[data-figure="compare"]')).toBeVisible();
  const own = listed.last();
  await own.getByRole("button", { name: /^Delete/ }).press("Enter");
  await page.getByRole("button", { name: "Delete it" }).press("Enter");
  await expect(listed).toHaveCount(RECORDED.length);
  await page.getByLabel("Open a measurement …").setInputFiles(path);
  await expect(listed).toHaveCount(RECORDED.length + 1);
  await expect(head.getByText("there are 4").first()).toBeVisible();
});
