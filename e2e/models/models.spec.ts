/** Models from the fake hub: looked up, fetched, paused, kept over a reload, used without the network, deleted. */
import type { Locator, Page } from "@playwright/test";
import { expect as impatient } from "../support/fixtures.ts";
import { hubFiles, PUBLISHED, test } from "../support/hub-fixtures.ts";
import * as screen from "../support/screen.ts";

/** Two engines in software share two cores with each other and with the page. */
const expect = impatient.configure({ timeout: 30_000 });

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Models" });
const status = (page: Page): Locator => dialog(page).getByRole("status");
const key = (page: Page, name: string | RegExp): Locator => dialog(page).getByRole("button", { name });

/** A look at the hub, a download and a model's opening are many steps, and axe looks at each state. */
test.beforeEach(() => test.slow());

/**
 * Opens the page and waits for the engine. The bundled model is held back: nothing here needs it, and in software its
 * opening keeps the worker busy for as long as all the rest of a test.
 */
async function openPage(page: Page, search = ""): Promise<void> {
  await page.route("**/models/fovea-mini/manifest.json", () => undefined);
  await page.goto(`./${search}`);
  await expect(page.locator(".chip")).toContainText("metrics in", { timeout: 45_000 });
}

async function openModels(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Models…" }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Up to the offers of the published model that only the hub knows. */
async function lookUp(page: Page): Promise<void> {
  await openModels(page);
  await key(page, new RegExp(PUBLISHED.title)).click();
  await key(page, "Look it up on huggingface.co").click();
  await expect(dialog(page).getByRole("radiogroup", { name: "Precision" })).toBeVisible();
}

const goOn = (page: Page): Locator => dialog(page).getByRole("button", { name: "Continue", exact: true });
const downloadKey = (page: Page): Locator => key(page, /^Download/);

test("looks up, fetches and uses a model, and asks the hub for nothing before", async ({ page, hub }) => {
  await openPage(page);
  await openModels(page);
  await key(page, /^SmolVLM-256M-Instruct/).click();
  await expect(dialog(page).getByRole("radio", { name: /q4 with an int8 embedding/ })).toBeChecked();
  await expect(dialog(page)).toContainText("Licence: Apache-2.0");
  await expect(downloadKey(page)).toHaveText("Download 182.3 MB");
  await key(page, new RegExp(PUBLISHED.title)).click();
  expect(hub.requests).toEqual([]);

  await key(page, "Look it up on huggingface.co").click();
  await expect(dialog(page).getByRole("radiogroup", { name: "Precision" })).toBeVisible();
  expect(hub.requests.some(({ path }) => path.endsWith(".onnx"))).toBe(false);
  await downloadKey(page).click();
  await expect(status(page)).toContainText("is downloaded, verified");
  const hosts = new Set(hub.requests.map(({ host }) => host));
  expect([...hosts].sort()).toEqual(["huggingface.co", "us.aws.cdn.hf.co"]);
  expect(hub.requests.every(({ method }) => method === "GET")).toBe(true);

  await key(page, "Use it").click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.locator('.chip[data-state="ready"]')).toContainText(PUBLISHED.title, { timeout: 45_000 });
  await screen.answer(page);

  await page.getByRole("button", { name: "Tiles that the model reads" }).click();
  const tiles = page.locator('[data-part="tiles"]');
  await expect(tiles.getByRole("status")).toContainText(/is cut into \d+ rows? of \d+ tiles? of/);
  await expect(tiles.getByRole("status")).toContainText(/The evidence (?:lies on one tile|is cut into)/);
  await expect(page.locator(".tile-overlay .tile-other")).toBeAttached();
  await screen.expectAccessible(page);

  await page.unroute("**/models/fovea-mini/manifest.json");
  await page.reload();
  await expect(page.locator('.chip[data-state="ready"]')).toContainText("Fovea-mini", { timeout: 45_000 });
  hub.requests.length = 0;
  await openModels(page);
  await key(page, new RegExp(`^Use ${PUBLISHED.title}`)).click();
  await expect(page.locator('.chip[data-state="ready"]')).toContainText(PUBLISHED.title, { timeout: 45_000 });
  expect(hub.requests).toEqual([]);
});

test("what this device cannot run is not offered, and why", async ({ page }) => {
  await openPage(page, "?run=webgpu");
  await openModels(page);
  await key(page, /^SmolVLM-256M-Instruct/).click();
  await expect(dialog(page)).toContainText(
    "int8, uint8, quantized; 8-bit graphs are known to give wrong answers on WebGPU",
  );
  await expect(dialog(page).getByRole("radio", { name: /^(?:int8|uint8|quantized)/ })).toHaveCount(0);
  await expect(dialog(page)).toContainText("this graphics adapter has no shader-f16");
  await expect(dialog(page).getByRole("radio", { name: /^(?:fp16|q4f16)/ })).toHaveCount(0);
  await expect(dialog(page).getByRole("radio", { name: /q4 with an int8 embedding/ })).toBeChecked();
  await expect(dialog(page)).toContainText("of graphics memory, by estimate");
});

test("pauses, goes on after a reload by range, and works with the network off", async ({
  page,
  context,
  hub,
}) => {
  await openPage(page);
  await lookUp(page);
  hub.troubles.push({ kind: "hold", after: 1000 });
  await downloadKey(page).click();
  await expect(dialog(page).locator(".transfer-figures")).toBeVisible();
  // The first bytes are in no figure yet; of a file that has none there is nothing to continue.
  await page.waitForTimeout(1000);
  await key(page, "Pause").click();
  await expect(status(page)).toContainText("is paused");
  hub.release();

  await page.reload();
  await expect(page.locator(".chip")).toContainText("metrics in", { timeout: 45_000 });
  hub.requests.length = 0;
  await openModels(page);
  await key(page, /^Continue with/).click();
  await expect(status(page)).toContainText("is downloaded, verified");
  expect(hub.requests.filter(({ range }) => range !== null).map(({ range }) => range)).toContainEqual(
    expect.stringMatching(/^bytes=[1-9]\d*-$/),
  );

  // The runtime comes with the page's own model; from then on nothing more is fetched.
  await page.unroute("**/models/fovea-mini/manifest.json");
  await page.reload();
  await expect(page.locator('.chip[data-state="ready"]')).toContainText("Fovea-mini", { timeout: 45_000 });
  await openModels(page);
  await expect(key(page, new RegExp(`^Use ${PUBLISHED.title}`))).toBeVisible();
  await context.setOffline(true);
  await key(page, new RegExp(`^Use ${PUBLISHED.title}`)).click();
  await expect(page.locator('.chip[data-state="ready"]')).toContainText(PUBLISHED.title, { timeout: 45_000 });
  await screen.answer(page);
  await context.setOffline(false);
});

test("a cut, a busy hub and a flipped byte: it goes on, it waits, it says what is wrong", async ({
  page,
  hub,
}) => {
  await openPage(page);
  await lookUp(page);
  hub.troubles.push({ kind: "cut", at: 2000 }, { kind: "busy", status: 429, retryAfter: "1" });
  await downloadKey(page).click();
  await expect(status(page)).toContainText("is downloaded, verified", { timeout: 20_000 });
  await key(page, "Dismiss").click();
  await key(page, /^Delete/).click();
  await key(page, "Delete this model").click();
  await expect(key(page, /^Delete/)).toHaveCount(0);

  await key(page, new RegExp(PUBLISHED.title)).click();
  await key(page, "Look it up on huggingface.co").click();
  await expect(downloadKey(page)).toBeVisible();
  hub.troubles.push({ kind: "flip", at: 99 });
  await downloadKey(page).click();
  await expect(status(page)).toContainText(/does not have the expected SHA-256/);
  await screen.expectAccessible(page);
  hub.troubles.push({ kind: "page", type: "text/html" });
  await goOn(page).click();
  await expect(status(page)).toContainText("web page");
  await goOn(page).click();
  await expect(status(page)).toContainText("is downloaded, verified");
});

test("two tabs at once: the second waits with a sentence and reads what the first fetched", async ({
  page,
  context,
  hub,
}) => {
  await openPage(page);
  await lookUp(page);
  hub.troubles.push({ kind: "hold", after: 1000 });
  await downloadKey(page).click();
  await expect(dialog(page).locator(".transfer-figures")).toBeVisible();
  const second = await context.newPage();
  await openPage(second);
  await openModels(second);
  await key(second, /^Continue with/).click();
  await expect(status(second)).toContainText("Another tab of this browser is downloading this file");
  hub.requests.length = 0;
  hub.release();
  await expect(status(page)).toContainText("is downloaded, verified");
  await expect(status(second)).toContainText("is downloaded, verified");
  const graphs = hub.requests.filter(({ path }) => path.startsWith("/content/"));
  expect(new Set(graphs.map(({ path }) => path)).size).toBe(graphs.length);
});

test("a folder of the disk is opened in place, and copied when asked to", async ({ page, hub }, info) => {
  const folder = info.outputPath("my-model");
  const { mkdirSync, writeFileSync } = await import("node:fs");
  const { dirname, join } = await import("node:path");
  for (const [path, bytes] of hubFiles) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  await openPage(page);
  await openModels(page);
  await page.getByLabel("Choose a model’s folder").setInputFiles(folder);
  await expect(dialog(page).getByRole("heading", { name: "my-model" })).toBeVisible();
  await dialog(page).getByRole("radio", { name: /^fp32/ }).check();
  await key(page, "Open").click();
  await expect(page.locator('.chip[data-state="ready"]')).toContainText("my-model (fp32)", {
    timeout: 45_000,
  });
  await screen.answer(page);

  await openModels(page);
  await expect(key(page, /^Delete/)).toHaveCount(0);
  await page.getByLabel("Choose a model’s folder").setInputFiles(folder);
  await key(page, /^Store a copy/).click();
  await expect(status(page)).toContainText("is downloaded, verified");
  await expect(key(page, /^Delete/)).toHaveCount(1);
  expect(hub.requests).toEqual([]);
});

test("what is no model is refused, and the dialog fits", async ({ page }) => {
  await openPage(page);
  await openModels(page);
  await test.step("files that are no model are refused with what they lack", async () => {
    await page
      .getByLabel("Choose a model’s files")
      .setInputFiles([{ name: "photo.txt", mimeType: "text/plain", buffer: Buffer.from("hello") }]);
    await expect(dialog(page).getByRole("alert")).toContainText("not a complete model");
    await page.getByRole("textbox", { name: "Another repository" }).fill("nonsense");
    await key(page, "Look up").click();
    await expect(dialog(page).getByRole("alert")).toContainText("not the name of a repository");
  });

  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await openModels(page);
  await test.step("fits a phone and twice as large text", async () => {
    await key(page, /^SmolVLM-256M-Instruct/).click();
    for (const { width, text } of [
      { width: 360, text: 1 },
      { width: 360, text: 2 },
    ]) {
      await page.setViewportSize({ width, height: 800 });
      await screen.enlargeText(page, text);
      const outside = await screen.stickingOut(dialog(page));
      expect(outside, `${width} px, text × ${text}`).toEqual([]);
    }
    await screen.expectAccessible(page);
  });
});
