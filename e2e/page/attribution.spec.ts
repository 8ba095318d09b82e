/** Where the model looks: both maps by keyboard, their cost before and their finding after, a box from them, a file. */
import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("reads and draws where the model looks, and sets the box from it", async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 780 });
  await screen.open(page);
  // One tile in place of thirteen: the map has 48 replays.
  await screen.choose(page, "Longest edge", /^128 px/);
  await test.step("reads attention layer by layer on a narrow screen, with its caveats", async () => {
    await page.getByRole("button", { name: "Where the model looks" }).click();
    await expect(page.getByText("Ask a question first")).toBeVisible();
    await page.getByRole("tab", { name: "Attention" }).click();
    const coverage = page.getByRole("table", { name: "Share of this layer’s map inside the box" });
    await expect(coverage.getByRole("row")).toHaveCount(5, { timeout: 45_000 });
    await expect(page.locator(".map-cell")).toHaveCount(16);
    await expect(page.getByText("sinks")).toBeVisible();
    const third = await coverage.innerText();
    await page.getByRole("slider", { name: "Layer" }).press("Home");
    await expect.poll(() => coverage.innerText()).not.toBe(third);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect(await fits()).toBe(true);
    await screen.expectAccessible(page);
  });

  await page.setViewportSize({ width: 1280, height: 720 });
  await test.step("draws the sensitivity map by keyboard, stops, goes on, and sets the box from it", async () => {
    await screen.answer(page);
    const fold = page.getByRole("button", { name: "Where the model looks" });
    await fold.press("Enter");
    await expect(fold).toHaveAttribute("aria-expanded", "false");
    await fold.press("Enter");
    await expect(fold).toHaveAttribute("aria-expanded", "true");
    await page.getByRole("tab", { name: "Sensitivity" }).press("Enter");
    await page.getByRole("radio", { name: "Coarse" }).press("Space");
    await expect(page.getByText(/^48 replays, about .* s each \(measured here\)\.$/)).toBeVisible({
      timeout: 45_000,
    });

    const draw = page.getByRole("button", { name: "Compute the map" });
    await draw.press("Enter");
    await page.getByRole("button", { name: "Stop", exact: true }).press("Enter");
    const cells = page.locator(".map-cell");
    const goOn = page.getByRole("button", { name: /^(Continue|Compute the map)$/ });
    await expect(goOn).toBeVisible({ timeout: 45_000 });
    expect(await cells.count()).toBeLessThan(48);
    await goOn.press("Enter");
    await expect(page.getByText("48 replays done.")).toBeVisible({ timeout: 60_000 });
    await expect(cells).toHaveCount(48);
    await expect(page.getByText(/^The largest effect is at the cell about/)).toBeVisible();
    await screen.expectAccessible(page);

    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save “The map on the image” as SVG" }).press("Enter");
    const svg = await readFile(await (await saved).path(), "utf8");
    expect(svg).toMatch(/<image [^>]*href="data:image\/png;base64,/);
    // The evidence box of the light scheme, the map's cells under it, its scale's words and the run card.
    for (const part of ['stroke="rgb(204, 31, 45)"', 'fill="rgb(0, 194, 168)"', ">nats</text>", "SHA-256"])
      expect(svg).toContain(part);
    expect(svg).not.toMatch(/var\(|class=|style=|color-mix/);

    const before = await screen.box(page);
    await page.getByRole("button", { name: "Set the box from this map" }).press("Enter");
    await expect.poll(() => screen.box(page)).not.toEqual(before);
    await expect(page.locator(".map-said")).not.toContainText("reading", { timeout: 45_000 });
    await screen.settled(page);

    await page.getByRole("button", { name: /^Those that need the image/ }).press("Enter");
    const pressed = page.locator('.map-token[aria-pressed="true"]');
    for (let left = await pressed.count(); left > 0; left--) await pressed.first().press("Enter");
    await expect(page.getByText("Erasing no cell has lowered these tokens")).toBeVisible();
  });
});
