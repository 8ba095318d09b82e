/** A formula of one's own, over a recorded session and without a model. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const field = (page: Page) => page.getByRole("textbox", { name: "Formula" });
const legend = (page: Page) => page.locator(".legend");

test("a formula is typed, typeset, set by a slider, checked and undone", async ({ page }) => {
  await screen.holdModelBack(page);
  await page.goto("./");
  await expect(screen.measured(page).first()).toBeVisible({ timeout: 30_000 });

  await test.step("it starts with what the page computes, and is the page’s own number", async () => {
    await screen.choose(page, "Coloured by", "Log-ratio");
    // What rounds to nothing may be on either side of 0.
    const unsigned = (label: string) => label.replace(/[+−](0\.0+ )/, "$1");
    const before = (await screen.labels(page)).map(unsigned);
    await screen.choose(page, "Coloured by", "A formula of your own…");
    await expect(field(page)).toHaveValue("log_ratio = lS - lQ");
    const own = (await screen.labels(page)).map((label) => unsigned(label.replace("log_ratio", "log-ratio")));
    expect(own).toEqual(before);
  });

  await test.step("an error has a place; completion, a slider and MathML follow the text", async () => {
    await field(page).fill("alpha = 0.5 in 0..1\nshare = alpha * re");
    await expect(page.locator(".formula-problem")).toContainText(
      "At line 2, character 17: “re” is not known",
    );
    await field(page).press("End");
    await field(page).pressSequentially("l");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await field(page).pressSequentially("(lT - lS)");
    await expect(page.locator(".formula-problem")).toBeEmpty();
    await expect(page.locator(".formula-math math")).toContainText("share=α·relu(ℓT−ℓS)");
    const shown = legend(page).locator(".number").first();
    await expect(legend(page)).toContainText("alpha * relu(lT - lS)");
    await page.getByRole("slider", { name: "alpha" }).press("Home");
    await expect(field(page)).toHaveValue(/^alpha = 0 in/);
    await expect(shown).toHaveText(/^0\.0+$/);
  });

  await test.step("every part is listed for a token; nothing is inaccessible", async () => {
    await page.getByRole("button", { name: /^Check this number: every part/ }).click();
    const rows = page.locator(".formula-steps tbody tr");
    await expect(rows).toContainText(["lT", "lS", "lT - lS", "relu(lT - lS)", "alpha * relu(lT - lS)"]);
    await page.getByRole("button", { name: /^Sketch of the formula/ }).click();
    await screen.choose(page, "As a function of", "alpha");
    await expect(
      page.getByRole("img", { name: /^the formula is 0\.0+ where alpha is 0\.0+;/ }),
    ).toBeVisible();
    await screen.expectAccessible(page);
  });

  await test.step("undo takes the typing back in one step", async () => {
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect(field(page)).toHaveValue("log_ratio = lS - lQ");
  });
});

test("a gate is invented: V-Zero’s weight as a formula beside the built-in gate, changed, and taken to the lab", async ({
  page,
}) => {
  await screen.holdModelBack(page);
  await page.goto("./?lesson=formula");
  const lesson = page.getByRole("complementary");
  const key = (name: string) => lesson.getByRole("button", { name, exact: true });
  const gates = page.getByRole("region", { name: "Gates" });
  await key("Write it down").click();
  await expect(lesson).toContainText("Done", { timeout: 30_000 });
  const changes = gates.locator("tbody tr td:nth-child(4)");
  await expect(changes.first()).toHaveText(/^[-−]?0\.000$/);
  for (const change of await changes.allInnerTexts()) expect(change).toMatch(/^[-−]?0\.000$/);
  await key("Next").click();
  // The recording keeps six digits of each log-probability, which is what is left of a difference.
  await expect(lesson).toContainText("The largest difference between the two in this group is 0.0000");
  await key("Next").click();
  await lesson.getByRole("radio").nth(1).check();
  await key("Take the largest gap").click();
  await expect(gates.getByRole("textbox", { name: "Weight" })).toHaveValue(/score = max_t\(/);
  expect((await changes.allInnerTexts()).some((change) => /0\.[1-9]/.test(change))).toBe(true);
  await key("Next").click();
  await expect(lesson).toContainText(/The largest loss has answer \d, (?:right|wrong), by \d\.\d\d/);
  await key("Next").click();
  await lesson.getByRole("radio").last().check();
  await expect(lesson.getByRole("img", { name: /after the last one: V-Zero \d+ %/ })).toBeVisible();
  await screen.expectAccessible(page);
  await key("Next").click();
  await key("Set up forty steps").click();
  await expect(page).toHaveURL(/#lab$/);
  await page.getByRole("button", { name: "Parts of the recipe" }).click();
  await expect(page.getByRole("textbox", { name: "The weight of each token" })).toHaveValue(
    /score = max_t\(/,
  );
});
