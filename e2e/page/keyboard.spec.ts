/** The same way through the page by keyboard alone. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Whether the focused element, or what it stands for, shows that it has the focus. */
async function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    const around = [focused, ...focused.children, focused.parentElement];
    const shown = around.filter((part) => part !== null);
    return shown.some((part) =>
      [getComputedStyle(part), getComputedStyle(part, "::after")].some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      ),
    );
  });
}

/** Presses Tab until `target` has the focus, which must be seen at every stop. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    expect(await focusShows(page), `focus shows on ${where}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab never got there.");
}

test("by keyboard alone: from the skip link to the last token", async ({ page }) => {
  test.slow();
  await screen.open(page);
  const asked = await screen.question(page).inputValue();
  await test.step("skips to the question", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the question" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(screen.question(page)).toBeFocused();
  });

  await test.step("writes an r in the question without answering", async () => {
    await page.keyboard.press("End");
    await page.keyboard.type("rR");
    await expect(screen.question(page)).toHaveValue(/rR$/);
    await expect(screen.answerKey(page)).toHaveText(/^Answer/);
    await expect(screen.tokens(page)).toHaveCount(0);
  });

  await test.step("shows all keys under ?, which do nothing below the sheet, and gives the focus back", async () => {
    await screen.answerKey(page).focus();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toContainText("Let the student answer");
    await expect(sheet.getByRole("heading")).toHaveText([
      "Keyboard shortcuts",
      "Anywhere",
      /question/,
      /box/,
      /image/,
      /tokens/,
      /scene studio/,
      /number/,
    ]);
    await screen.expectAccessible(page);
    await page.keyboard.press("r");
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(screen.answerKey(page)).toBeFocused();
    await expect(screen.answerKey(page)).toHaveText(/^Answer/);
    await expect(screen.tokens(page)).toHaveCount(0);
  });

  await test.step("goes the whole way without a mouse", async () => {
    await tabTo(page, screen.question(page), "Shift+Tab");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(asked);
    await page.keyboard.press("Enter");
    await screen.settled(page);

    const total = await screen.tokens(page).count();
    const chosen = page.locator('.token[tabindex="0"]');
    await expect(chosen).toHaveCount(1);
    await tabTo(page, chosen);
    await page.keyboard.press("Home");
    await expect(screen.inspector(page)).toContainText(`token 1 of ${total}`);
    await expect(screen.tokens(page).first()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowRight");
    await expect(screen.tokens(page).nth(1)).toBeFocused();
    await expect(screen.inspector(page)).toContainText(`token 2 of ${total}`);
    expect(await focusShows(page)).toBe(true);
    await page.keyboard.press("End");
    await expect(screen.inspector(page)).toContainText(`token ${total} of ${total}`);
    await expect(page.getByTestId("announcer")).toContainText("The student answers");
  });
});

test("by keyboard alone: the box, the looks, a scene, the panel and the camera", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("moves, resizes and types the box, and answers anew", async () => {
    await page.keyboard.press("Control+Enter");
    await screen.settled(page);
    const before = await screen.labels(page);
    const [x = Number.NaN, y, width = Number.NaN, height] = await screen.box(page);

    await tabTo(page, screen.evidenceBox(page));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    const [movedX = Number.NaN, ...rest] = await screen.box(page);
    expect(rest).toEqual([y, width, height]);
    expect((movedX - x) % 9).toBe(0);
    expect(movedX).toBeGreaterThan(x);
    await expect.poll(() => screen.labels(page), { timeout: 30_000 }).not.toEqual(before);

    await tabTo(page, page.getByRole("button", { name: "Resize by the bottom right corner" }));
    await page.keyboard.press("ArrowLeft");
    expect((await screen.box(page))[2]).toBe(width - (movedX - x) / 9);

    await tabTo(page, screen.boxField(page, "height"));
    await page.keyboard.type("40");
    await page.keyboard.press("Enter");
    expect((await screen.box(page))[3]).toBe(40);
    await page.keyboard.press("ArrowUp");
    expect((await screen.box(page))[3]).toBe(41);
    await screen.settled(page);
    await expect(page.getByText(/^Box at .*41 pixels\.$/)).toBeAttached();

    await tabTo(page, page.getByRole("radio", { name: "Full", exact: true }));
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "Box drawn" })).toBeChecked();
    await expect(screen.banner(page)).toContainText("Answered with the plain full image");
    await page.keyboard.press("r");
    await screen.settled(page);
    await expect(screen.banner(page)).toHaveCount(0);

    await screen.stopped(page, () => page.keyboard.press("r"), "press Escape");
  });

  await test.step("chooses a scene, opens panel and camera, and leaves them again", async () => {
    const asked = await screen.question(page).inputValue();
    await page.getByRole("link", { name: "Skip to the question" }).focus();
    await tabTo(page, page.getByRole("button", { name: /what runs where/ }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Device and backends" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: "Device and backends" })).toBeHidden();

    await tabTo(
      page,
      page.getByRole("radiogroup", { name: "Kind of question" }).getByRole("radio", { checked: true }),
    );
    await page.keyboard.press("ArrowRight");
    const scenes = page.getByRole("listbox", { name: "Scenes" }).getByRole("option");
    await tabTo(page, scenes.first());
    await page.keyboard.press("ArrowRight");
    await expect(scenes.nth(1)).toBeFocused();
    await expect(scenes.nth(1)).toHaveAttribute("aria-selected", "false");
    await page.keyboard.press("Enter");
    await expect(scenes.nth(1)).toHaveAttribute("aria-selected", "true");
    await expect(screen.question(page)).not.toHaveValue(asked);

    await tabTo(page, page.getByRole("button", { name: "Camera…" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Take an image" })).toBeVisible();
    await screen.expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: "Take an image" })).toBeHidden();
    await expect(page.getByRole("button", { name: "Camera…" })).toBeFocused();
  });
});
