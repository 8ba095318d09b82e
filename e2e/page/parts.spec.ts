/** Code that does not arrive, as when a page was opened from a build that is gone: the rest works, and one click mends it. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

async function withhold(page: Page, chunk: string): Promise<void> {
  await page.route(`**/assets/${chunk}-*.js`, (route) => route.fulfill({ status: 404, body: "gone" }));
}

test("a part whose code is gone says so in its place; the others go on, and it comes back", async ({
  page,
  complaints,
}) => {
  await withhold(page, "GatesPanel");
  await screen.holdModelBack(page);
  await page.goto("./");
  const fault = page.locator(".part-fault");
  await expect(fault).toContainText("The gates failed");
  await expect(screen.tokens(page).first()).toBeVisible();
  await screen.tokens(page).first().click();
  await expect(screen.inspector(page)).toContainText("token 1 of");
  await screen.question(page).fill("Is it kept?");
  await screen.expectAccessible(page);
  expect(complaints.splice(0).join("\n")).toContain("404");
  await page.unroute("**/assets/GatesPanel-*.js");
  await fault.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.locator(".gates-wait")).toHaveCount(0);
  await expect(page.getByRole("region", { name: /^Gates/ })).toBeVisible();
  await expect(fault).toHaveCount(0);
  await expect(screen.question(page)).toHaveValue("Is it kept?");
});

test("a page that gets no code for its actions says so", async ({ page, complaints }) => {
  await withhold(page, "create-actions");
  await screen.holdModelBack(page);
  await page.goto("./");
  await expect(screen.alertWords(page)).toContainText("Reload; your work is saved.");
  expect(complaints.splice(0).join("\n")).toContain("404");
});
