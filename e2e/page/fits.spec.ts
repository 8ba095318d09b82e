/** What the first screen holds; and nothing sticks out sideways: on a phone, with text twice as large, and both at once. */
import type { Page } from "@playwright/test";
import { FIRST_SCENE } from "../../src/app/models/bundled.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

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

/** What is to be seen without scrolling. */
const firstScreen = (page: Page) => ({
  picture: page.locator(".plane"),
  box: screen.evidenceBox(page),
  question: screen.question(page),
  "the student’s answer": screen.studentAnswer(page),
  "the teacher’s answer": screen.teacherAnswer(page),
  tokens: page.getByRole("listbox", { name: "The student’s tokens" }),
  legend: page.locator(".legend"),
  "both sides of the token": screen.inspector(page).getByRole("table").first(),
});

/** Parts that lie, or end, beyond the lower edge of the screen. */
async function below(page: Page, height: number): Promise<readonly string[]> {
  const parts = Object.entries(firstScreen(page));
  const bottoms = await Promise.all(
    parts.map(async ([name, part]) => {
      const frame = await part.boundingBox();
      return { name, bottom: frame === null ? Number.POSITIVE_INFINITY : frame.y + frame.height };
    }),
  );
  return bottoms.filter(({ bottom }) => bottom > height).map(({ name, bottom }) => `${name} at ${bottom}`);
}

test("the first screen holds the whole comparison, and nothing sticks out", async ({ page }) => {
  test.slow();
  await screen.open(page, "", FIRST_SCENE);
  await test.step("shows picture, question, answers, coloured tokens and both sides without scrolling", async () => {
    await screen.answer(page);
    for (const [width, height] of [
      [1280, 720],
      [1366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => below(page, height), `${width} × ${height}`).toEqual([]);
      for (const line of [page.getByRole("banner"), page.getByRole("region", { name: "Images" })])
        expect((await line.boundingBox())?.height, `a line at ${width} px`).toBeLessThanOrEqual(52);
    }
  });

  await test.step("has room for six places in one line of the head, and in one line of a phone", async () => {
    await expect(page.locator(".place")).toHaveCount(6);
    await page.setViewportSize({ width: 1280, height: 720 });
    expect((await page.getByRole("banner").boundingBox())?.height).toBeLessThanOrEqual(52);
    await page.setViewportSize({ width: 360, height: 800 });
    expect((await page.getByRole("navigation", { name: "Pages" }).boundingBox())?.height).toBeLessThan(40);
    expect(await screen.stickingOut(page.getByRole("banner"))).toEqual([]);
  });

  await test.step("fits a phone and twice as large text", async () => {
    await page.getByRole("radio", { name: "Box drawn" }).check();
    await expect(screen.banner(page)).toBeVisible({ timeout: 30_000 });
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
      await page.getByText("All numbers of this token, computed twice").click({ timeout: 30_000 });
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
