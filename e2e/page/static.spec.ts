/** The built folder needs no server of ours: any static one will do, under any path, without special headers. */

import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("opens and answers under a sub-path of a plain static server", async ({ page, sites }) => {
  const response = await page.goto(sites.plain);
  expect(response?.headers()["cross-origin-opener-policy"]).toBeUndefined();
  await expect(page.getByRole("heading", { level: 1, name: "Fovea" })).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await screen.answer(page);
});

test("opens isolated on the server of npm start", async ({ page }) => {
  await screen.holdModelBack(page);
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 1, name: "Fovea" })).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("carries a policy that refuses inline scripts and strangers", async ({ page, sites, complaints }) => {
  await screen.holdModelBack(page);
  await page.goto(sites.plain);
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.head.append(script);
    const answer = await fetch("https://example.com/").then(
      () => "answered",
      () => "refused",
    );
    return { inline: "inlineRan" in window, answer };
  });
  expect(ran).toEqual({ inline: false, answer: "refused" });
  expect(complaints.filter((complaint) => !complaint.includes("Content Security Policy"))).toEqual([]);
  complaints.length = 0;
});
