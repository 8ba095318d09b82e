/** The scene studio: a scene is edited by keys and by dragging, asked about, shared, and painted alike by the command line. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { root } from "../../scripts/process/run.mjs";
import { folder, readJson } from "../support/command-line.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const parts = (page: Page) => page.locator(".scene-part");
const fresh = (page: Page) => page.locator('.scene-canvas[data-fresh="true"]');
const sides = (page: Page) => page.locator(".scene-followed .scene-said");

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not reach ${selector}.`);
}

async function downloaded(page: Page, by: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), by.click()]);
  return readFile(await download.path());
}

test("a scene is edited by keys alone, dragged, asked about, undone, and shared as a link that the command line paints alike, kept and opened elsewhere", async ({
  page,
}) => {
  test.setTimeout(240_000);
  let painted = Buffer.alloc(0);
  await page.goto("./#scenes");
  await expect(fresh(page)).toBeVisible({ timeout: 30_000 });

  await test.step("by keys alone: moved, resized, turned, recoloured, hidden among look-alikes, removed, undone", async () => {
    await tabTo(page, ".scene-part");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    const before = await focused();
    for (const key of ["Shift+ArrowRight", "-", "]"]) await page.keyboard.press(key);
    expect(await focused()).not.toBe(before);
    await expect(page.locator(".scene-thing h3")).not.toHaveText("No thing is selected");
    const count = await parts(page).count();
    await page.keyboard.press("l");
    await expect.poll(() => parts(page).count()).toBeGreaterThan(count);
    await page.keyboard.press("Delete");
    await expect(page.locator('.scene-question[data-struck="true"]').first()).toContainText(
      "Nothing in the scene is called",
    );
    for (let i = 0; i < 5; i++) await page.keyboard.press("Control+z");
    await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
    await expect(parts(page)).toHaveCount(count);
  });

  await test.step("dragged by its body and by a corner", async () => {
    const part = parts(page).last();
    const label = () => part.getAttribute("aria-label");
    const first = await label();
    await part.scrollIntoViewIfNeeded();
    const box = await part.boundingBox();
    if (box === null) throw new Error("The part has no box.");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 40, box.y + box.height / 2 - 60, { steps: 4 });
    await page.mouse.up();
    const moved = await label();
    expect(moved).not.toBe(first);
    const grip = await page.locator('.scene-grip[data-grip="se"]').boundingBox();
    if (grip === null) throw new Error("The selected part has no grip.");
    await page.mouse.move(grip.x + 5, grip.y + 5);
    await page.mouse.down();
    await page.mouse.move(grip.x + 45, grip.y + 45, { steps: 4 });
    await page.mouse.up();
    expect((await label())?.split(", ")[1]).not.toBe(moved?.split(", ")[1]);
  });

  await test.step("student and teacher answer, and again after an edit", async () => {
    await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 60_000 });
    await page.getByRole("button", { name: "Ask about it" }).click();
    await expect(sides(page)).toHaveCount(2, { timeout: 60_000 });
    await expect(sides(page).first()).toContainText("probability of the right answer");
    await parts(page).last().press("ArrowLeft");
    await expect(sides(page).first()).toHaveAttribute("data-stale", "true");
    await expect(page.locator('.scene-followed .scene-said[data-stale="false"]')).toHaveCount(2, {
      timeout: 60_000,
    });
  });

  await test.step("it is accessible, and fits a phone", async () => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await screen.expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  await test.step("its link opens as the same scene, and the command line paints the same pixels", async () => {
    await page.getByRole("button", { name: "Share as a link" }).click();
    const link = await page.getByRole("textbox", { name: /^The link/ }).inputValue();
    expect(link).toMatch(/#scenes\/1~260000000~.*~h[0-9a-f]{16}$/);
    const out = folder();
    const command = [join(root, "scripts", "scenes.mjs"), "--link", link, "--out", out];
    await promisify(execFile)(process.execPath, command, { cwd: root });
    const { hash, linked, questions } = readJson(join(out, "scene.json"));
    expect(hash).toBe(linked);
    const asked = await page.locator(".scene-question:not([data-struck]) .scene-asked").allTextContents();
    expect(questions.filter(({ struck }: { struck: string | null }) => struck === null)).toHaveLength(
      asked.length,
    );
    await page.goto("./#scenes");
    await page.goto(link);
    await page.reload();
    await expect(fresh(page)).toBeVisible({ timeout: 30_000 });
    await expect(page.locator(".scene-question:not([data-struck]) .scene-asked")).toHaveText(asked);
    await expect(page.locator(".scene-differs")).toHaveCount(0);
    painted = readFileSync(join(out, "scene.png"));
  });

  await test.step("it is saved, its picture is a file, and a suite of it opens on the suite page", async () => {
    const saved = page.getByRole("list", { name: "Saved scenes" });
    const files = page.getByRole("region", { name: "Keep and share" });
    await files.getByRole("button", { name: "Save", exact: true }).click();
    await expect(files.getByRole("status")).toHaveText("The scene is saved in this browser.");
    expect((await downloaded(page, files.getByRole("button", { name: "Picture" }))).equals(painted)).toBe(
      true,
    );
    const questions = page.locator(".scene-question:not([data-struck]) .scene-asked");
    const asked = await questions.allTextContents();
    // What was saved is there after a reload, and opens in the place of another scene.
    await page.goto("./#scenes");
    await page.reload();
    await page.getByRole("button", { name: "New scene" }).click();
    await expect(questions).not.toHaveText(asked);
    await saved.getByRole("button").first().click();
    await expect(questions).toHaveText(asked);
    const buffer = await downloaded(page, files.getByRole("button", { name: "1 saved as a suite" }));
    await saved.getByRole("button", { name: /^Delete/ }).click();
    await saved.getByRole("button", { name: "Delete this scene" }).click();
    await expect(saved).toHaveCount(0);
    await page.goto("./#suite");
    const suite = { name: "scenes.zip", mimeType: "application/zip", buffer };
    await page.getByLabel("Zip, or list and images…").setInputFiles(suite);
    // All but the description of the whole scene.
    await expect(page.locator(".source-title")).toContainText(`${asked.length - 1} questions`);
  });

  await test.step("it opens in the playground with its question and its evidence box", async () => {
    await page.goto("./#scenes");
    const question = page
      .locator(".scene-question:not([data-struck])")
      .filter({ has: page.getByText("Select") });
    const asked = await question.first().locator(".scene-asked").innerText();
    await question
      .first()
      .getByRole("button", { name: /^Open in the playground/ })
      .click();
    await expect(screen.question(page)).toHaveValue(asked);
    await expect(screen.evidenceBox(page)).toBeVisible();
  });
});
