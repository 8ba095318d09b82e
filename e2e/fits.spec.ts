/** Nothing sticks out sideways: on a phone, with text twice as large, and both at once. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import * as screen from "./screen.ts";

/** What sticks out sideways of the page, and keys whose words do not fit into them. */
const misfits = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility())
      .filter(
        (element) =>
          (element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element.parentElement)) ||
          (element.tagName === "BUTTON" && element.scrollHeight > element.clientHeight + 2),
      )
      .map((element) => `${element.tagName}.${element.getAttribute("class")}: ${element.textContent}`);
  });

test("nothing sticks out", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("fits a phone and twice as large text", async () => {
    await screen.answer(page);
    await page.getByRole("radio", { name: "Box drawn" }).check();
    await expect(screen.banner(page)).toBeVisible();
    for (const { width, text } of [
      { width: 360, text: 1 },
      { width: 1280, text: 2 },
      { width: 360, text: 2 },
    ]) {
      await page.setViewportSize({ width, height: 800 });
      await screen.enlargeText(page, text);
      const outside = () => screen.stickingOut(page.locator("body"), ".scenes");
      // A chart hears of its new width a moment after the page has it.
      await expect.poll(outside, `${width} px, text × ${text}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    await screen.expectAccessible(page);
  });

  await test.step("the check of a number, and what it finds, stay inside their card at every width", async () => {
    await screen.enlargeText(page, 1);
    const overhang = () =>
      page.locator(".token-check").evaluate((check) => {
        const card = check.closest(".card")?.getBoundingClientRect();
        const rights = [...check.querySelectorAll("*")].map((each) => each.getBoundingClientRect().right);
        return Math.max(...rights) - (card?.right ?? 0);
      });
    const key = page.getByRole("button", { name: /Check this number/ });
    for (const part of ["key", "numbers"] as const) {
      for (const width of [320, 360, 640, 820, 900, 1000, 1100, 1280, 1400]) {
        await page.setViewportSize({ width, height: 800 });
        await expect.poll(overhang, `${part} at ${width} px`).toBeLessThanOrEqual(0);
      }
      if (part === "numbers") break;
      await key.click();
      await page.getByText("All numbers of this token, twice").click({ timeout: 30_000 });
    }
    await page.setViewportSize({ width: 360, height: 800 });
    await screen.enlargeText(page, 2);
  });

  await test.step("every screen and dialog fits a phone with twice as large text, in forced colours, without motion", async () => {
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    const key = (name: string | RegExp) => page.getByRole("button", { name });
    for (const name of [/what runs where/, /Models…/, /shortcut/i]) {
      await key(name).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect.soft(await misfits(page), `${name}`).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    expect(await page.evaluate(() => document.getAnimations().length), "nothing moves").toBe(0);
    const chosen = page.locator('.scene[aria-selected="true"]');
    expect(await chosen.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    await key("Lessons").click();
    await expect(page.getByRole("button", { name: /regional-to-global gap/ })).toBeVisible();
    expect.soft(await misfits(page), "lessons").toEqual([]);
    await page.getByRole("link", { name: "Suite" }).click();
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    expect.soft(await misfits(page), "suite").toEqual([]);
  });
});
