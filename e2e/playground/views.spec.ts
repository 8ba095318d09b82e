/** How the two sides may be shown the picture, and that each change is seen, said and measured. */
import type { Locator } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("shows both sides the picture in every way, each seen, said and measured", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await screen.answer(page);
  await test.step("gives the teacher a margin, or the crop beside the image, and replays each time", async () => {
    const dataOf = (canvas: Locator) => canvas.evaluate((each) => (each as HTMLCanvasElement).toDataURL());
    const pixels = () => dataOf(screen.given(page, "teacher"));
    const numbers = async () => {
      await screen.settled(page);
      return screen.inspector(page).innerText();
    };
    const [close, alone] = [await pixels(), await numbers()];

    await page.getByRole("slider", { name: "Margin" }).fill("40");
    await expect.poll(pixels).not.toBe(close);
    await expect.poll(numbers).not.toEqual(alone);
    const [wide, framed] = [await pixels(), await numbers()];

    await page.getByRole("radio", { name: "Crop and image" }).check();
    await expect.poll(numbers).not.toEqual(framed);
    await page.getByRole("button", { name: /^Teacher, image and crop.*: enlarge/ }).click();
    const pictures = page.getByRole("dialog").getByRole("img");
    await expect(pictures).toHaveCount(2);
    expect(await dataOf(pictures.nth(1))).toBe(wide);
    expect(await dataOf(pictures.nth(0))).toBe(await dataOf(screen.given(page, "student")));
    await page.keyboard.press("Escape");
    await expect(screen.banner(page)).toHaveCount(0);
    await screen.expectAccessible(page);
  });

  await test.step("tells the student the box in words", async () => {
    const before = await screen.labels(page);
    await page.getByRole("radio", { name: "Box as text" }).check();
    await expect(screen.banner(page)).toContainText("Answered with the plain full image");
    await screen.answer(page);
    await expect(screen.banner(page)).toHaveCount(0);
    expect(await screen.labels(page)).not.toEqual(before);
  });
});
