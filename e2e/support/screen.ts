/** The page as a person names its parts, and what the journeys do on it again and again. */
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";

export const question = (page: Page): Locator => page.getByRole("textbox", { name: "Question", exact: true });
export const answerKey = (page: Page): Locator => page.locator(".answer-key");
export const tokens = (page: Page): Locator =>
  page.getByRole("listbox", { name: "The student’s tokens" }).getByRole("option");
export const measured = (page: Page): Locator => page.locator('.token[data-measured="true"]');
export const inspector = (page: Page): Locator => page.getByRole("region", { name: "One token, two views" });
export const evidenceBox = (page: Page): Locator => page.getByRole("group", { name: /^Evidence box:/ });
export const boxField = (page: Page, side: "x" | "y" | "width" | "height"): Locator =>
  page.getByRole("textbox", { name: side, exact: true });
export const alertWords = (page: Page): Locator => page.locator(".alert-words");
export const banner = (page: Page): Locator => page.locator(".stale");
export const studentAnswer = (page: Page): Locator => page.getByTestId("student-answer");
export const teacherAnswer = (page: Page): Locator => page.getByTestId("teacher-answer");
/** The exact pixels of a side's view in the filmstrip; of a prompt with two pictures, the crop. */
export const given = (page: Page, who: "student" | "teacher"): Locator =>
  page.locator(`.view-card[data-side="${who}"] canvas`);

/** Chooses from a list that opens below its key. */
export async function choose(page: Page, list: string, option: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: list }).click();
  await page.getByRole("option", { name: option, exact: typeof option === "string" }).click();
}

/** An engine that never gets its model: for what does without, since opening one keeps a core busy for seconds. */
export async function holdModelBack(place: Page | BrowserContext): Promise<void> {
  await place.route(/\.(?:safetensors|wasm)$/, () => new Promise(() => undefined));
}

/** Opens the page on its first scene, where nothing was asked yet, and waits for engine, model and exact pixels. */
export async function open(page: Page, search = "", scene = "identification-5"): Promise<void> {
  await page.goto(`./${search === "" ? "?" : `${search}&`}scene=${scene}`);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await expect(given(page, "teacher")).toBeVisible({ timeout: 20_000 });
}

/** Waits until nothing runs and every token has its colour. */
export async function settled(page: Page): Promise<void> {
  await expect(answerKey(page)).toContainText("Answer", { timeout: 45_000 });
  await expect(tokens(page).first()).toBeVisible();
  await expect(measured(page)).toHaveCount(await tokens(page).count());
}

export async function answer(page: Page): Promise<void> {
  await answerKey(page).click();
  await settled(page);
}

/** Waits in the page, not out here, so that it acts in the middle of the quickest run. */
export async function inMidRun(
  page: Page,
  enough: number,
  act: "click Stop" | "press Escape" | "kill the worker",
): Promise<void> {
  await page.evaluate(
    ({ enough, act }) => {
      const list = document.querySelector(".tokens");
      const key = document.querySelector<HTMLButtonElement>(".answer-key");
      if (list === null || key === null) throw new Error("no strip");
      const observer = new MutationObserver(() => {
        if (list.childElementCount < enough || !key.textContent?.includes("Stop")) return;
        observer.disconnect();
        if (act === "click Stop") key.click();
        else if (act === "press Escape")
          window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
        else (window as unknown as { held: Worker[] }).held.at(-1)?.terminate();
      });
      observer.observe(list, { childList: true });
    },
    { enough, act },
  );
}

/** Starts a run and stops it. The quickest run is over before its stop arrives, which is no fault: then once more. */
export async function stopped(
  page: Page,
  start: () => Promise<void>,
  act: "click Stop" | "press Escape",
): Promise<void> {
  await expect(async () => {
    await inMidRun(page, 1, act);
    await start();
    await settled(page);
    await expect(page.getByText("stopped by you")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 45_000, intervals: [0] });
}

/** What the tokens say of themselves: text, disagreement, and what the teacher would say. */
export async function labels(page: Page): Promise<readonly string[]> {
  return tokens(page).evaluateAll((items) => items.map((item) => item.getAttribute("aria-label") ?? ""));
}

/** The numbers in the box's fields. */
export async function box(page: Page): Promise<readonly number[]> {
  const sides = ["x", "y", "width", "height"] as const;
  return Promise.all(sides.map(async (side) => Number(await boxField(page, side).inputValue())));
}

/** Drags with the mouse from the middle of `grip` by so many screen pixels. */
export async function drag(page: Page, grip: Locator, by: { x: number; y: number }): Promise<void> {
  await grip.scrollIntoViewIfNeeded();
  const frame = await grip.boundingBox();
  if (frame === null) throw new Error("Nothing to drag is on the page.");
  const start = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + by.x / 2, start.y + by.y / 2, { steps: 3 });
  await page.mouse.move(start.x + by.x, start.y + by.y, { steps: 3 });
  await page.mouse.up();
}

/**
 * No violation of axe's rules in light, nor, where alone they can differ, of those on colour in dark. The page has no
 * frames, so axe needs no page of its own to gather them in, and nobody reads how what passed did: both cost seconds.
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const colours = { type: "rule" as const, values: ["color-contrast", "link-in-text-block"] };
    const axe = new AxeBuilder({ page }).setLegacyMode();
    axe.options({ resultTypes: ["violations"], ...(colorScheme === "dark" ? { runOnly: colours } : {}) });
    const { violations, passes } = await axe.analyze();
    expect(passes.length, "axe looked at something").toBeGreaterThan(colorScheme === "dark" ? 0 : 10);
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    expect(found, `axe, ${colorScheme}`).toEqual([]);
  }
  // The colours first, and while nothing moves: what comes next must not meet them on their way back.
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await page.emulateMedia({ reducedMotion: null });
}

/** Makes all text so many times as large, as a person may in the browser's settings. */
export async function enlargeText(page: Page, times: number): Promise<void> {
  await page.evaluate(
    (size) => {
      document.documentElement.style.fontSize = size;
    },
    `${times * 100}%`,
  );
}

/** What of a part of the page sticks out of it to the right, but for what lies in `scroller`, which scrolls there. */
export function stickingOut(part: Locator, scroller: string | null = null): Promise<readonly string[]> {
  return part.evaluate(
    (root, within) =>
      [...root.querySelectorAll("*")]
        .filter((element) => within === null || element.closest(within) === null)
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
        .map((element) => `${element.tagName}.${element.getAttribute("class")}`),
    scroller,
  );
}
