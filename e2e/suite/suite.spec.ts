/** The suite's page: results open without a model, marks select items, and a run outlives a reload. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { resultLine } from "../../src/suite/results/jsonl.ts";
import { openResults } from "../../src/suite/results/open-results.ts";
import type { ItemResult, ResultsHeader } from "../../src/suite/results/result.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const header: ResultsHeader = {
  format: "fovea-results",
  schema: 1,
  suite: { title: "twelve", items: 12 },
  choices: "letter",
  model: { id: "m", title: "Some model" },
  looks: ["global", "regional"],
  signals: true,
  part: { dimensions: null, limit: null, pick: "spread", seed: null },
  samples: { count: 0, seed: 1 },
  card: {
    build: "b",
    modelBackend: "wasm",
    numbersBackend: "cpu",
    adapter: "none",
    weightsSha256: "0123456789abcdef",
    runtime: "r",
  },
};

/** Both right 3, only crop 5, only full image 1, both wrong 3. */
const items = Array.from({ length: 12 }, (_, i): ItemResult => {
  const condition = (right: boolean) => ({ text: right ? "yes" : "no", right, confidence: 0.5 });
  return {
    id: `item-${i}`,
    dimension: i % 2 === 0 ? "even" : "odd",
    image: "a.png",
    area: 0.01 * (i + 1),
    question: `Is it number ${i}?`,
    answer: "yes",
    divergence: i / 20,
    advantages: [i, 0],
    samples: [],
    looks: { global: condition(i < 3 || i === 8), regional: condition(i < 8) },
  };
});

/** "46 %": how many of the bundled suite's questions Fovea-mini was recorded to answer rightly from the full image. */
async function recordedShare(): Promise<string> {
  const opened = openResults(await readFile("public/suites/fovea-700/fovea-mini.results.jsonl", "utf8"));
  if (!opened.ok) throw new Error(opened.fault.message);
  const right = opened.value.items.map(({ looks }) => Number(looks.global?.right));
  return `${Math.round((100 * right.reduce((sum, one) => sum + one, 0)) / right.length)} %`;
}

async function openTwelve(page: Page): Promise<void> {
  await page.goto("./#suite");
  await page.getByLabel("Results…", { exact: true }).setInputFiles({
    name: "twelve.results.jsonl",
    mimeType: "application/jsonl",
    // The last line is cut off, as when a run was broken off while it was written.
    buffer: Buffer.from(`${[header, ...items].map(resultLine).join("")}{"id":"item-1`),
  });
}

test("a results file opens without a model; a mark selects its items; nothing overflows, axe is content", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await screen.holdModelBack(page);
  const share = await recordedShare();
  await page.goto("./#suite");
  await expect(page.locator(".headline")).toContainText(share, { timeout: 30_000 });
  await expect(page.getByText(/^These results are recorded/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask again" })).toBeVisible();
  for (const figure of ["Accuracy", "The gap in three parts"]) {
    const mark = page.getByRole("figure", { name: figure, exact: true }).getByRole("button", {
      name: `all, full image: ${share} of 700 right`,
    });
    await expect(mark).toBeVisible({ timeout: 30_000 });
  }
  await page.locator(".item-open").last().click();
  await expect(screen.evidenceBox(page)).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await openTwelve(page);
  await expect(page.locator(".headline")).toContainText("33 %", { timeout: 30_000 });
  await expect(page.locator(".headline")).toContainText("+33");
  await page.getByRole("button", { name: "1 line of the results file left out" }).click();
  await expect(page.getByText(/^line 14 It is not JSON/)).toBeVisible();
  await page.getByRole("button", { name: "only crop: 5 of 12, 42 %" }).click();
  await expect(page.getByRole("row")).toHaveCount(1 + 5);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: "all, full image: 33 % of 12 right" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row")).toHaveCount(1 + 8);
  await page.getByRole("button", { name: "Show all" }).click();
  await screen.choose(page, "Dimension", "odd");
  await expect(page.getByRole("row")).toHaveCount(1 + 6);
  const later = items.map((item, i): ItemResult => {
    const right = { text: "yes", right: true, confidence: 0.5 };
    return i === 2 || i === 5 ? { ...item, looks: { ...item.looks, global: right } } : item;
  });
  await page.getByLabel("Results file…").setInputFiles({
    name: "later.results.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from([header, ...later].map(resultLine).join("")),
  });
  const differences = page.getByRole("region", { name: "Table of differences" });
  const all = differences.getByRole("row").nth(1);
  await expect(all.getByRole("cell").first()).toHaveText("4");
  await expect(all).toContainText("−8");
  await differences.getByRole("button", { name: "odd, full image: select the 1 lost" }).click();
  await expect(page.getByRole("button", { name: /^Is it number 5/ })).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await screen.expectAccessible(page);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
  }
});

test("a figure is saved as it is seen, on light paper, with its run card, and has its numbers as a table", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await screen.holdModelBack(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await openTwelve(page);
  const figure = page.locator('[data-figure="accuracy"]');
  await expect(figure.getByRole("button", { name: /^all, evidence crop/ })).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save “Accuracy” as SVG" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("twelve-accuracy.svg");
  const svg = await readFile(await download.path(), "utf8");
  expect(svg).toContain(">share of right answers</text>");
  expect(svg).toContain(">full image</text>");
  expect(svg).toContain("Weights 0123456789ab");
  // The student's blue of the light scheme, in numbers: no file knows the page's custom properties.
  expect(svg).toContain('fill="rgb(29, 91, 191)"');
  expect(svg).not.toMatch(/var\(|class=|style=/);
  await figure.getByText("Numbers").click();
  await expect(figure.getByRole("row", { name: "all, full image 33 %" })).toBeVisible();
});

test("a run goes on beside an answer, and is kept from another model; paused, reloaded and resumed, no item is lost", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.goto("./#suite");
  await page.getByRole("button", { name: "What is asked" }).click();
  await screen.choose(page, "Items", "120");
  await expect(page.getByText("120 items will be asked.")).toBeVisible();
  await page.getByRole("button", { name: "Ask again" }).click({ timeout: 60_000 });
  await expect(page.getByText(/: [1-9]\d* of 120 items/)).toBeVisible({ timeout: 120_000 });
  const progress = page.locator(".run-progress .card-note");
  const asked = async () => Number(/\d+/.exec((await progress.textContent()) ?? "")?.[0]);
  await page.getByRole("link", { name: "Playground" }).click();
  await screen.answer(page);
  await expect(screen.teacherAnswer(page)).not.toBeEmpty();
  await page.getByRole("link", { name: "Suite" }).click();
  await expect(progress).toHaveText(/^Asking/);
  const after = await asked();
  await expect.poll(asked, { timeout: 120_000 }).toBeGreaterThan(after);
  await page.getByRole("button", { name: "Models…" }).click();
  await page.getByRole("button", { name: /^Use Fovea-nano/ }).click();
  const question = page.getByRole("dialog", { name: "Stop what is running?" });
  await expect(question).toContainText(/This stops: Suite run, \d+ of 120\./);
  await screen.expectAccessible(page);
  await page.keyboard.press("Tab");
  await question.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(question).toHaveCount(0);
  const kept = await asked();
  await expect.poll(asked, { timeout: 120_000 }).toBeGreaterThan(kept);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/^Paused/)).toBeVisible();
  await page.reload();
  const ready = page.getByText(/^Ready: \d+ of 120 items/);
  await expect(ready).toBeVisible({ timeout: 60_000 });
  const before = Number(/\d+/.exec((await ready.textContent()) ?? "")?.[0]);
  expect(before).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect.poll(asked, { timeout: 120_000 }).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped/)).toBeVisible();
  const item = page.locator(".item-open").first();
  const words = (await item.textContent())?.replace(": open in the playground", "") ?? "";
  await item.click();
  await expect(screen.question(page)).toHaveValue(words);
  await expect(screen.teacherAnswer(page)).not.toBeEmpty();
  await expect(screen.measured(page)).toHaveCount(await screen.tokens(page).count());
  await page.getByRole("link", { name: /^Back to fovea-700/ }).click();
  await expect(item).toBeFocused();
});

test("several readings of boxes are asked about side by side, and can be changed; rows left out and columns are listed", async ({
  page,
}) => {
  await screen.holdModelBack(page);
  await page.goto("./#suite");
  const row = { image: "ocr-3.jpg", question: "What does the black sign say?", answer: "PFI1" };
  const rows = [
    { ...row, bbox: [651, 32, 262, 78] },
    { ...row, bbox: [651, 32, 913, 110] },
    { image: "gone.jpg" },
    { ...row, image: "x".repeat(3000) },
  ];
  await page.getByLabel("Zip, or list and images…").setInputFiles([
    {
      name: "list.jsonl",
      mimeType: "application/jsonl",
      buffer: Buffer.from(rows.map((each) => JSON.stringify(each)).join("\n")),
    },
    {
      name: "ocr-3.jpg",
      mimeType: "image/jpeg",
      buffer: await readFile("public/gallery/ocr-3.jpg"),
    },
  ]);
  const reading = page.getByRole("region", { name: "How the boxes are interpreted" });
  await expect(reading.getByText(/interpretations fit the 2 boxes of this suite equally well/)).toBeVisible();
  await expect(page.getByText("First choose how the boxes are interpreted.")).toBeVisible();
  await page.getByRole("button", { name: "3 rows left out" }).click();
  await page.getByRole("button", { name: "Columns, as recognised" }).click();
  await expect(page.getByRole("combobox", { name: "question" })).toHaveText("question");
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await screen.stickingOut(page.locator("body"), ".columns-scroll")).toEqual([]);
  await screen.expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await reading
    .getByRole("button", { name: "Interpret the boxes as left, top, width, height in pixels" })
    .click();
  await expect(
    reading.getByRole("img", { name: "ocr-3.jpg, with the box of list.jsonl, line 1" }),
  ).toBeVisible();
  await expect(reading.getByText("These numbers do not lie in the image.")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "3 rows left out" })).toBeVisible();
  await screen.choose(page, "Boxes are", /^left, top, right, bottom in pixels \(/);
  await expect(reading.getByText("651, 32, 913, 110")).toBeVisible();
  await expect(page.getByText("1 question")).toBeVisible();
});

test("a key that may mean other choices is asked about; one letter that is right too often is said, and choices can be shuffled", async ({
  page,
}) => {
  await screen.holdModelBack(page);
  await page.goto("./#suite");
  const rows = ["sign", "car", "door"].map((thing) => ({
    image: "ocr-3.jpg",
    question: `What colour is the ${thing}?`,
    answer: 1,
    options: ["red", "blue", "green"],
  }));
  await page.getByLabel("Zip, or list and images…").setInputFiles([
    {
      name: "list.jsonl",
      mimeType: "application/jsonl",
      buffer: Buffer.from(rows.map((each) => JSON.stringify(each)).join("\n")),
    },
    { name: "ocr-3.jpg", mimeType: "image/jpeg", buffer: await readFile("public/gallery/ocr-3.jpg") },
  ]);
  const key = page.getByRole("region", { name: "How the answers are interpreted" });
  await expect(key.getByRole("alert")).toContainText("Fovea cannot know");
  await expect(key.getByText("B. blue, right")).toHaveCount(3);
  await screen.choose(page, "The answer key is", /^a position counted from 1/);
  await expect(key.getByText("A. red, right")).toHaveCount(3);
  await expect(key.getByRole("alert")).toHaveCount(0);
  await expect(
    page.getByText("3 questions, 3 choices each, key is a position counted from 1, no boxes"),
  ).toBeVisible();
  const letter = page.getByRole("region", { name: "One letter is right too often" });
  await expect(letter).toContainText("“A” is right in 100 % of 3 items with choices");
  const shuffle = letter.getByRole("button", { name: "Shuffle the choices" });
  await shuffle.press("Enter");
  await expect(shuffle).toHaveAttribute("aria-pressed", "true");
  await expect(letter).toContainText("Shuffled with seed 1");
  await page.setViewportSize({ width: 360, height: 800 });
  await screen.expectAccessible(page);
});
