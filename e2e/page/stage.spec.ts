/** The picture and its views: zooming, a box that keeps its shape, the filmstrip and the controls that keep one honest. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const cards = (page: Page) => page.getByRole("region", { name: "Input of each side" }).getByRole("listitem");
const view = (page: Page, name: string) => cards(page).filter({ hasText: name });
const nats = (text: string): number => Number(/at most ([\d.]+) nats/.exec(text)?.[1] ?? Number.NaN);

test("looks at the picture and at its views, and keeps oneself honest", async ({ page }) => {
  test.slow();
  await screen.open(page, "", "structure-6");
  await test.step("looks closer at the exact pixels of a view and at its text", async () => {
    await page.getByRole("button", { name: "Teacher, evidence crop: enlarge" }).click();
    const dialog = page.getByRole("dialog", { name: "Teacher: evidence crop" });
    await expect(dialog.getByText("What shape is the black badge?")).toBeVisible();
    await expect(dialog.getByText("16 image tokens")).toBeVisible();
    await screen.expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("zooms about the box by keys and scrolls, and goes back to the whole picture", async () => {
    const evidence = screen.evidenceBox(page);
    const before = await evidence.boundingBox();
    await evidence.focus();
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    const region = page.getByRole("region", { name: "The image, enlarged" });
    await expect(region).toBeVisible();
    const after = await evidence.boundingBox();
    expect((after?.width ?? 0) / (before?.width ?? 1)).toBeCloseTo(2, 1);
    const frame = await region.boundingBox();
    expect((after?.x ?? 0) + (after?.width ?? 0) / 2).toBeGreaterThan(frame?.x ?? 0);
    await screen.expectAccessible(page);
    await page.getByRole("button", { name: /show the whole image/ }).click();
    await expect(region).toHaveCount(0);
  });

  await test.step("adds each control with one click, says how far it disagrees, and takes it away again", async () => {
    await expect(cards(page)).toHaveCount(2);
    await screen.answer(page);
    await page.getByRole("button", { name: "Same view" }).click();
    await expect(view(page, "Noise floor")).toContainText(/at most 0\.00 nats|10⁻/);
    await page.getByRole("button", { name: "Distractor crop" }).click();
    await page.getByRole("button", { name: "Blank", exact: true }).click();
    await expect(view(page, "distractor crop")).toContainText(/at most [\d.]+ nats/);
    await expect(view(page, "blank")).toContainText(/at most [\d.]+ nats/);
    const teacher = nats(await view(page, "evidence crop").innerText());
    expect(teacher).toBeGreaterThan(nats(await view(page, "blank").innerText()));
    await expect(page.getByRole("button", { name: "Distractor crop", pressed: true })).toBeVisible();
    await page.getByRole("button", { name: "More views…" }).click();
    await page.getByRole("menuitem", { name: "Degraded crop" }).click();
    await expect(view(page, "Degraded")).toContainText(/at most [\d.]+ nats/);
    await page.getByRole("button", { name: "Remove Control, blank" }).click();
    await expect(cards(page)).toHaveCount(5);
    await expect(page.getByRole("button", { name: "Blank", exact: true, pressed: false })).toBeVisible();
  });

  await test.step("keeps the ratio of the sides while it is locked", async () => {
    const [, , width = 0, height = 0] = await screen.box(page);
    await page.getByRole("checkbox", { name: "Keep the aspect ratio" }).check();
    await screen.boxField(page, "width").fill(String(width - 36));
    await screen.boxField(page, "width").press("Enter");
    await expect(screen.boxField(page, "height")).toHaveValue(
      String(Math.round(((width - 36) * height) / width)),
    );
  });
});
