/**
 * How soon things come about on a cold visit, without a GPU. What is promised for two free cores is printed beside what was
 * measured; what is asserted leaves room for a busy machine, but for the order of things and for what may never move.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** How many times slower than promised a machine that runs other tests beside this one may be. */
const BUSY = 20;

/** The sum of all shifts while the page opens: half of what counts as good. */
const MOST_WHILE_OPENING = 0.05;

const sumOf = (shifts: readonly string[]): number =>
  shifts.reduce((sum, shift) => sum + Number.parseFloat(shift), 0);

/** The caret walks on with the words, which counts as a shift of its few pixels; a card that moves counts a hundredfold. */
const STEPS_OF_THE_CARET = 0.0005;

function report(what: string, milliseconds: number, promised: number): void {
  console.log(`${what}: ${Math.round(milliseconds)} ms (promised within ${promised} ms)`);
  expect.soft(milliseconds, what).toBeLessThan(promised * BUSY);
}

interface Noted {
  /** When a recorded answer was painted with its colours, in milliseconds since the visit began. */
  useful: number;
  readonly shifts: string[];
}

declare global {
  interface Window {
    noted: Noted;
  }
}

/** Notes in the page, from its beginning, when the first answer is there and what moves unasked. */
function note(): void {
  window.noted = { useful: 0, shifts: [] };
  const look = (): void => {
    if (document.querySelector('.token[data-measured="true"]') === null) requestAnimationFrame(look);
    else setTimeout(() => Object.assign(window.noted, { useful: performance.now() }));
  };
  requestAnimationFrame(look);
  const name = (node: Node | null): string => {
    const element = node instanceof Element ? node : (node?.parentElement ?? null);
    return element === null ? "?" : `${element.tagName}.${element.getAttribute("class") ?? ""}`;
  };
  interface Shift extends PerformanceEntry {
    readonly value: number;
    readonly sources: readonly { readonly node: Node | null }[];
  }
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as Shift[])
      window.noted.shifts.push(`${value.toFixed(5)} ${sources.map(({ node }) => name(node)).join(" ")}`);
  }).observe({ type: "layout-shift", buffered: true });
}

const forgetShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.noted.shifts.length = 0;
  });
const shifts = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.noted.shifts);

/** Milliseconds in the page from the press of a key until all tokens are there with their colours. */
function answerTime(page: Page): Promise<{ first: number; whole: number }> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const key = document.querySelector<HTMLButtonElement>(".answer-key");
        const list = document.querySelector(".tokens");
        if (key === null || list === null) throw new Error("no key or no strip");
        const begun = performance.now();
        let first = 0;
        let ran = false;
        const look = (): void => {
          const runs = key.textContent?.includes("Stop") ?? false;
          ran ||= runs;
          if (ran && first === 0 && list.childElementCount > 0) first = performance.now() - begun;
          if (ran && !runs) resolve({ first, whole: performance.now() - begun });
          else requestAnimationFrame(look);
        };
        key.click();
        requestAnimationFrame(look);
      }),
  );
}

/** Notes from when the box is let go how long it takes until both sides have read the answer; other views may follow. */
async function watchRelease(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const words = (): string => document.querySelector(".ask-state")?.textContent ?? "";
    const bothWait = (): boolean => /Scoring the same tokens|Computing the divergence/.test(words());
    const begin = (): void => {
      const released = performance.now();
      let frames = 0;
      const look = (): void => {
        frames++;
        if (frames < 3 || bothWait()) requestAnimationFrame(look);
        else Object.assign(window, { repainted: performance.now() - released });
      };
      requestAnimationFrame(look);
    };
    Object.assign(window, { repainted: 0 });
    window.addEventListener("pointerup", begin, { once: true, capture: true });
  });
  return async () => {
    await page.waitForFunction(() => (window as unknown as { repainted: number }).repainted > 0);
    return page.evaluate(() => (window as unknown as { repainted: number }).repainted);
  };
}

test("a recorded answer before any runtime, an answer and a replay soon, nothing moves meanwhile", async ({
  page,
}) => {
  test.slow();
  const asked: string[] = [];
  await page.addInitScript(note);
  await page.route(/\.wasm$|\/models\/|\/ort\./, async (route) => {
    const useful = await page.evaluate(() => window.noted.useful).catch(() => 0);
    if (useful === 0) asked.push(route.request().url());
    await route.continue();
  });
  await page.goto("./");
  await expect(screen.measured(page).first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.noted.useful)).toBeGreaterThan(0);
  report("first useful paint", await page.evaluate(() => window.noted.useful), 1000);
  expect(asked, "of the runtime or a model before there was something to see").toEqual([]);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  const opening = await shifts(page);
  console.log(`moved while the page opened: ${sumOf(opening).toFixed(4)}`);
  expect(sumOf(opening), `moved while the page opened: ${opening.join("; ")}`).toBeLessThan(
    MOST_WHILE_OPENING,
  );

  await answerTime(page);
  await screen.settled(page);
  await forgetShifts(page);
  const { first, whole } = await answerTime(page);
  console.log(`first token: ${Math.round(first)} ms`);
  report("an answer, with its numbers", whole, 3000);
  const moved = await shifts(page);
  expect(sumOf(moved), `moved while an answer came in: ${moved.join("; ")}`).toBeLessThan(STEPS_OF_THE_CARET);

  const repainted = await watchRelease(page);
  await screen.drag(page, screen.evidenceBox(page), { x: 60, y: 40 });
  report("both sides after the box was let go", await repainted(), 250);
});
