/** Pictures of one's own, by every door; bad files, bad boxes and bad questions. */
import type { Page } from "@playwright/test";
import profiles from "../../src/view/colour/colour-profile.vectors.json" with { type: "json" };
import headers from "../../src/view/header/header.vectors.json" with { type: "json" };
import { expect, test } from "../support/fixtures.ts";
import { handIn, nameless, pictureOf } from "../support/hand-in.ts";
import * as files from "../support/picture-files.ts";
import * as screen from "../support/screen.ts";

const openFile = (page: Page, file: files.PictureFile): Promise<void> =>
  page.getByLabel("Open an image file").setInputFiles(file);

const pictureName = (page: Page) => page.locator(".picture-name");

/** The colour of one pixel of what a side is given, at shares of its width and height. */
function pixel(page: Page, who: "student" | "teacher", x: number, y: number): Promise<readonly number[]> {
  return screen.given(page, who).evaluate(
    (element, [x, y]) => {
      const canvas = element as HTMLCanvasElement;
      const place = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)] as const;
      return [...(canvas.getContext("2d")?.getImageData(...place, 1, 1).data ?? [])].slice(0, 3);
    },
    [x, y] as const,
  );
}

const near = (colour: readonly number[], wanted: readonly number[]): boolean =>
  colour.length === 3 && colour.every((value, at) => Math.abs(value - (wanted[at] ?? Number.NaN)) < 40);

const [RED, BLUE, WHITE] = [
  [220, 30, 30],
  [30, 30, 220],
  [255, 255, 255],
] as const;

/** A camera in the page that may not be used the first time that it is asked for. */
function refuseCameraOnce(): void {
  let asked = 0;
  const camera = async (): Promise<MediaStream> => {
    asked += 1;
    if (asked === 1) throw new DOMException("no", "NotAllowedError");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 48];
    const context = canvas.getContext("2d");
    setInterval(() => {
      if (context) context.fillStyle = "rgb(220 30 30)";
      context?.fillRect(0, 0, 64, 48);
    }, 50);
    return canvas.captureStream(20);
  };
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: camera } });
}

test("takes pictures by every door, and no bad ones", async ({ page }) => {
  test.slow();
  await page.addInitScript(refuseCameraOnce);
  await screen.open(page);
  await test.step("refuses bad files with a sentence and keeps what was open", async () => {
    const [name, box] = [await pictureName(page).innerText(), await screen.box(page)];
    for (const [file, why] of files.refused) {
      await openFile(page, file);
      await expect(screen.alertWords(page), file.name).toContainText(why);
      await expect(screen.alertWords(page).locator("p")).toHaveCount(2);
      if (file.name === "drawing.svg") await screen.expectAccessible(page);
      await page.getByRole("button", { name: "Dismiss" }).click();
      await expect(screen.alertWords(page)).toHaveCount(0);
    }
    await expect(pictureName(page)).toHaveText(name);
    expect(await screen.box(page)).toEqual(box);
    await page.evaluate(() => {
      const carried = new DataTransfer();
      carried.setData("text/html", "<img src=x>");
      document.body.dispatchEvent(
        new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }),
      );
    });
    await expect(screen.alertWords(page)).toContainText("It contained no file.");
    await page.getByRole("button", { name: "Dismiss" }).click();
  });

  await test.step("takes the first frame, turns as EXIF says, and lays alpha over white", async () => {
    const notes = page.locator(".notes");
    await openFile(page, files.animatedGif());
    await expect(notes).toContainText("first frame");
    await expect.poll(async () => near(await pixel(page, "student", 0.45, 0.45), RED)).toBe(true);

    const jpeg = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(80, 40);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.fillStyle = "rgb(220 30 30)";
      context.fillRect(0, 0, 80, 40);
      context.fillStyle = "rgb(30 30 220)";
      context.fillRect(40, 0, 40, 40);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 1 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    await openFile(page, files.turned(Buffer.from(jpeg)));
    await expect(notes).toContainText("EXIF");
    await expect(page.getByText("in pixels of the source, 40 × 80")).toBeVisible();
    // Blue is what the image before it has not.
    await expect.poll(async () => near(await pixel(page, "student", 0.45, 0.65), BLUE)).toBe(true);
    expect(near(await pixel(page, "student", 0.45, 0.2), RED)).toBe(true);

    await openFile(page, files.png(60, 60, files.halfClear(60), "clear.png"));
    await expect(notes).toContainText("white");
    await expect.poll(async () => near(await pixel(page, "student", 0.7, 0.45), WHITE)).toBe(true);
    expect(near(await pixel(page, "student", 0.1, 0.45), RED)).toBe(true);
  });

  await test.step("says what the browser did with EXIF of a WebP, other colour profiles and 16 bits", async () => {
    const notes = page.locator(".notes");
    const lying = headers.files.find(({ format, orientation }) => format === "WebP" && orientation >= 5);
    await openFile(page, pictureOf(lying?.file ?? "", "lying.webp"));
    const source = page.getByText("in pixels of the source,");
    await expect(source).toContainText(/37 × 21|21 × 37/);
    const turned = (await source.innerText()).includes("21 × 37");
    await expect(notes).toContainText(turned ? "It was rotated upright" : "the image is used as stored");
    const mirrored = headers.files.find(({ format, orientation }) => format === "AVIF" && orientation === 2);
    await openFile(page, pictureOf(mirrored?.file ?? "", "mirrored.avif"));
    await expect(notes).toContainText("as its file says");
    const swapped = profiles.files.find(({ format, profile }) => format === "PNG" && profile === "swapped");
    await openFile(page, pictureOf(swapped?.file ?? "", "swapped.png"));
    await expect(notes).toContainText("not sRGB");
    // The stored values, not those that the page shows through the profile.
    await expect.poll(async () => near(await pixel(page, "student", 0.45, 0.45), RED)).toBe(true);
    await openFile(page, files.darkPng());
    await expect(notes).toContainText("nearly black");
  });

  await test.step("takes a picture with the camera, and says so when there is none to take", async () => {
    const dialog = page.getByRole("dialog", { name: "Take an image" });
    await page.getByRole("button", { name: "Camera…" }).click();
    await expect(dialog).toContainText("did not allow the camera");
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Camera…" }).click();
    await expect(dialog.getByRole("button", { name: "Capture" })).toHaveAttribute("aria-disabled", "false");
    await expect
      .poll(() => dialog.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth))
      .toBe(64);
    await dialog.getByRole("button", { name: "Capture" }).click();
    await expect(dialog).toBeHidden();
    await expect(pictureName(page)).toHaveText("camera.png");
    await expect.poll(async () => near(await pixel(page, "student", 0.45, 0.45), RED)).toBe(true);
  });

  await test.step("opens a picture from a file, by drop and by paste, and answers about it", async () => {
    await openFile(page, files.png(60, 40, files.red, "file.png"));
    await expect(pictureName(page)).toHaveText("file.png");
    await expect(page.getByText("in pixels of the source, 60 × 40")).toBeVisible();
    await expect.poll(async () => near(await pixel(page, "student", 0.45, 0.45), RED)).toBe(true);
    await handIn(page, "drop", files.png(50, 40, files.red, "dropped.png"));
    await expect(pictureName(page)).toHaveText("dropped.png");
    await handIn(page, "paste", files.png(40, 40, files.red, "pasted.png"));
    await expect(pictureName(page)).toHaveText("pasted.png");
    // Cells of a spreadsheet bring a picture of themselves.
    const cells = { words: "a\tb", into: "#question" };
    await handIn(page, "paste", files.png(30, 30, files.red, "cells.png"), cells);
    await handIn(page, "drop", [
      files.png(50, 40, files.red, "first.png"),
      files.png(40, 50, files.red, "second.png"),
    ]);
    await expect(pictureName(page)).toHaveText("first.png");
    await expect(page.getByRole("status").filter({ hasText: "1 more image" })).toBeVisible();
    await page.getByRole("button", { name: "second.png" }).click();
    await expect(pictureName(page)).toHaveText("second.png");
    await expect(page.getByText("more image")).toHaveCount(0);
    await screen.question(page).fill("What is this?");
    await screen.answer(page);
    await expect(page.getByText("Expected:")).toHaveCount(0);
    await screen.expectAccessible(page);
  });

  await test.step("whatever is dropped on any page opens where it belongs, whatever its name", async () => {
    await handIn(page, "drop", nameless("public/suites/fovea-700/fovea-mini.results.jsonl"));
    await expect(page).toHaveURL(/#suite$/);
    await expect(page.getByRole("button", { name: "Save JSONL" })).toBeVisible({ timeout: 20_000 });
    await handIn(page, "drop", nameless("public/sessions/ocr-3.json"));
    await expect(page).toHaveURL(/#playground$/);
    await expect(screen.tokens(page).first()).toBeVisible();
    await page.goto("#items");
    await expect(page.getByRole("heading", { name: "1 · Images" })).toBeVisible({ timeout: 20_000 });
    await handIn(page, "drop", [
      files.png(50, 40, files.red, "one.png"),
      files.png(40, 50, files.red, "two.png"),
    ]);
    await expect(page).toHaveURL(/#items$/);
    await expect(page.getByText("2 images open")).toBeVisible({ timeout: 20_000 });
    await handIn(page, "drop", nameless("public/models/fovea-nano/manifest.json"));
    await expect(page.getByRole("dialog", { name: /Models/ })).toBeVisible();
  });
});

test("takes what can be asked and meant, of the camera too, and refuses the rest", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("asks for a question where there is none, and refuses an endless one", async () => {
    await screen.question(page).fill("   ");
    await expect(screen.answerKey(page)).toHaveAttribute("aria-disabled", "true");
    await expect(page.locator("#ask-state")).toHaveText("Type a question first.");
    await screen.answerKey(page).click({ force: true });
    await page.keyboard.press("Control+Enter");
    await screen.question(page).focus();
    await page.keyboard.press("Enter");
    await expect(screen.answerKey(page)).toHaveText(/^Answer/);
    await expect(screen.tokens(page)).toHaveCount(0);
    await expect(screen.alertWords(page)).toHaveCount(0);
    await screen.question(page).fill("why ".repeat(2500));
    await screen.answerKey(page).click();
    await expect(screen.alertWords(page)).toContainText(/question has [\d,]+ characters/);
    await expect(screen.question(page)).toHaveValue(/^why why/);
    await screen.question(page).fill("What is this?");
    await screen.answer(page);
    await expect(screen.alertWords(page)).toHaveCount(0);
  });

  await test.step("takes any box that can be meant and refuses the others", async () => {
    await openFile(page, files.png(200, 100, files.red, "box.png"));
    await expect(pictureName(page)).toHaveText("box.png");
    const remark = page.locator(".box-remark");
    const type = async (side: "x" | "y" | "width" | "height", value: string) => {
      await screen.boxField(page, side).fill(value);
      await page.keyboard.press("Enter");
    };
    const start = await screen.box(page);
    for (const [side, value, why] of [
      ["width", "0", "covers 0 ×"],
      ["height", "1", "at least 2"],
      ["x", "5000", "covers 0 ×"],
      ["x", "", "not a number"],
    ] as const) {
      await type(side, value);
      await expect(remark).toContainText(why);
      await expect(remark).toContainText("is unchanged");
      expect(await screen.box(page)).toEqual(start);
    }
    await type("x", "0");
    await expect(remark).toBeEmpty();
    await type("y", "0");
    await type("width", "999");
    await expect(remark).toContainText("clipped at the edge");
    await type("height", "100");
    expect(await screen.box(page)).toEqual([0, 0, 200, 100]);
    await expect(screen.given(page, "teacher")).toBeVisible();
    await screen.answer(page);

    await type("width", "20");
    await page.locator(".plane").scrollIntoViewIfNeeded();
    const plane = await page.locator(".plane").boundingBox();
    if (plane === null) throw new Error("no stage");
    await page.mouse.move(plane.x + plane.width * 0.5, plane.y + plane.height * 0.2);
    await page.mouse.down();
    await page.mouse.move(plane.x + plane.width * 2, plane.y + plane.height * 0.7, { steps: 4 });
    await page.mouse.up();
    const drawn = await screen.box(page);
    expect(drawn[0]).toBeGreaterThan(95);
    expect((drawn[0] ?? 0) + (drawn[2] ?? 0)).toBe(200);
    await page.mouse.click(plane.x + plane.width * 0.1, plane.y + plane.height * 0.9);
    expect(await screen.box(page)).toEqual(drawn);
  });

  await test.step("takes a picture with Chromium’s own stand-in for a camera, and both sides look at it", async () => {
    const scene = await pictureName(page).innerText();
    await page.getByRole("button", { name: /^Camera/ }).click();
    const capture = page.getByRole("dialog").getByRole("button", { name: "Capture" });
    await expect(capture).toHaveAttribute("aria-disabled", "false");
    await capture.click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(pictureName(page)).not.toHaveText(scene);
    await expect(screen.evidenceBox(page)).toBeVisible();
    await screen.answer(page);
    await expect(screen.studentAnswer(page)).not.toBeEmpty();
  });
});
