/** The item builder: a region becomes an item by the recipe's rules, and the items a suite. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

async function setBox(page: Page, box: Readonly<Record<"x" | "y" | "width" | "height", number>>) {
  for (const side of ["x", "y", "width", "height"] as const) {
    await screen.boxField(page, side).fill(String(box[side]));
    await screen.boxField(page, side).press("Enter");
  }
}

test("a drawn region is asked about, passes the rules and is opened as a suite; a large one is rejected", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto("./#items");
  await expect(page.getByRole("heading", { level: 3 })).toHaveText([/^1 · /, /^2 · /, /^3 · /]);
  await screen.choose(page, "or a scene", "Black badge by the flower");
  await setBox(page, { x: 182, y: 580, width: 81, height: 81 });
  await page.getByRole("button", { name: "Add this region" }).click();
  const region = page.getByRole("listitem", { name: "region 1" });
  await region.getByRole("textbox", { name: "Question" }).fill("What shape is the black badge?");
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 60_000 });
  await region.getByRole("button", { name: "Sample" }).click();
  await region.getByRole("button", { name: "Accept" }).click({ timeout: 120_000 });
  await expect(region).toContainText("8/8");
  await setBox(page, { x: 0, y: 0, width: 600, height: 400 });
  await page.getByRole("button", { name: "Add this region" }).click();
  await expect(page.locator('[data-rule="area"]')).toContainText("1");
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await screen.expectAccessible(page);
  }
  await page.getByRole("button", { name: "Open as a suite" }).click();
  await expect(page.getByText("new-items, 1 question")).toBeVisible();
});
