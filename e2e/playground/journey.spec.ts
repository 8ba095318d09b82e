/** The way through the page by mouse: ask, watch, look at a token, move the evidence, ask anew, stop. */
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test("asks, reads the answer token by token, and stops in the middle", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("explains what runs where, and how to choose otherwise", async () => {
    await page.getByRole("button", { name: /what runs where/ }).click();
    const panel = page.getByRole("dialog", { name: "Device and backends" });
    await expect(panel).toBeVisible();
    await expect(panel).toContainText("The model runs on");
    await expect(panel).toContainText("Metrics computed in");
    await expect(panel.locator(".facts").first().locator(".reason")).toHaveCount(2);
    await expect(panel).toContainText("swiftshader");
    await expect(panel).toContainText("?run=wasm");
    await screen.expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
  });

  await test.step("asks, and sees both looks at every token", async () => {
    await expect(page).toHaveTitle(/Fovea/);
    await expect(page.locator(".model-line")).toContainText(/knows|placeholder/i);
    await expect(page.getByText("Expected:")).toHaveCount(0);

    await page.evaluate(() => {
      const counts = new Set<number>();
      const list = document.querySelector(".tokens");
      if (list === null) throw new Error("no strip");
      new MutationObserver(() => counts.add(list.childElementCount)).observe(list, { childList: true });
      Object.assign(window, { counts });
    });
    await screen.answer(page);
    const total = await screen.tokens(page).count();
    expect(total).toBeGreaterThan(1);
    const seen = await page.evaluate(() => [...(window as unknown as { counts: Set<number> }).counts]);
    expect(
      seen.some((count) => count > 0 && count < total),
      `streamed: ${seen}`,
    ).toBe(true);
    await expect(screen.studentAnswer(page)).not.toBeEmpty();
    await expect(page.getByText("Expected:")).toHaveCount(1);
    for (const label of await screen.labels(page)) expect(label).toMatch(/divergence \d\.\d\d nats/);

    const last = screen.tokens(page).nth(total - 1);
    await last.hover();
    await expect(screen.inspector(page)).toContainText(`token ${total} of ${total}`);
    const rows = screen.inspector(page).locator(".alternatives tbody tr:has([data-generated])");
    expect(await rows.count()).toBeGreaterThanOrEqual(5);
    expect(await rows.count()).toBeLessThanOrEqual(11);
    for (const side of ["student", "teacher"] as const) {
      const numbers = await rows.locator(`.side-value[data-side="${side}"]`).allInnerTexts();
      const known = numbers.filter((number) => !/^[≤<>]/.test(number)).map(Number);
      expect(known.every((number) => number >= 0 && number <= 1)).toBe(true);
      expect(numbers.filter((number) => !number.startsWith("≤")).length).toBeGreaterThanOrEqual(5);
    }
    await expect(rows.locator('[data-generated="true"]')).toHaveCount(1);
    await screen.expectAccessible(page);
  });

  await test.step("splits the gap into pixels, place and clutter", async () => {
    const panel = page.getByRole("region", { name: "What is lost: pixels, place, or clutter?" });
    await panel.getByRole("button", { name: "Split the gap" }).click();
    await expect(panel.locator(".gap-condition h3")).toHaveText([
      "evidence crop",
      "matched crop",
      "evidence isolated",
      "full image",
    ]);
    const steps = await panel.locator("td.number").allInnerTexts();
    expect(steps).toHaveLength(3);
    for (const step of steps) expect(step).toMatch(/^−?\d+\.\d\d$/);
    await expect(panel.locator(".gap-conclusion")).not.toBeEmpty();
    await expect(panel.getByRole("button", { name: "Split it again" })).toBeVisible();
    await screen.expectAccessible(page);
  });

  await test.step("colours each token by its disagreement, on a scale that ends at ln 2", async () => {
    await expect(page.locator(".legend")).toContainText(
      /JSD½\(teacher ‖ student\).*nats, full vocabulary of [\d,]+ pieces/,
    );
    await expect(page.locator(".scale")).toContainText("ln 2");
    const drawn = await screen.tokens(page).evaluateAll((items) =>
      items.map((item) => ({
        position: Number((item as HTMLElement).style.getPropertyValue("--position")),
        colour: getComputedStyle(item.querySelector(".token-chip") as Element).backgroundColor,
      })),
    );
    const byPosition = drawn.toSorted((a, b) => a.position - b.position);
    const lightness = byPosition.map(({ colour }) => Number(/oklab\(([\d.]+)/.exec(colour)?.[1]));
    expect(lightness.every(Number.isFinite)).toBe(true);
    expect(lightness).toEqual(lightness.toSorted((a, b) => b - a));
    await screen.tokens(page).nth(1).hover();
    const nats = Number(await page.locator(".legend .number").innerText());
    expect(nats / Math.LN2).toBeCloseTo(drawn[1]?.position ?? Number.NaN, 3);
  });

  await test.step("stops in the middle and keeps the tokens that were there", async () => {
    const whole = await screen.labels(page);
    await screen.stopped(page, () => screen.answerKey(page).click(), "click Stop");
    const kept = await screen.labels(page);
    expect(kept.length).toBeLessThan(whole.length);
    expect(kept[0]).toBe(whole[0]);
  });
});

test("moves the evidence and follows what that changes", async ({ page }) => {
  test.slow();
  await screen.open(page);
  await test.step("shows each side the exact pixels it is given, and follows the box", async () => {
    const pixels = (who: "student" | "teacher") =>
      screen.given(page, who).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const [student, teacher] = [await pixels("student"), await pixels("teacher")];
    expect(student).not.toBe(teacher);
    const [x, y, width = Number.NaN, height = Number.NaN] = await screen.box(page);
    const corner = page.getByRole("button", { name: "Resize by the bottom right corner" });
    await screen.drag(page, corner, { x: 30, y: 20 });
    const [keptX, keptY, wider, higher] = await screen.box(page);
    expect([keptX, keptY]).toEqual([x, y]);
    expect(wider).toBeGreaterThan(width);
    expect(higher).toBeGreaterThan(height);
    await expect.poll(() => pixels("teacher")).not.toBe(teacher);
    expect(await pixels("student")).toBe(student);
    await page.getByRole("radio", { name: "Box drawn" }).check();
    await expect.poll(() => pixels("student")).not.toBe(student);
    await expect(page.locator('.view-card[data-side="student"]')).toContainText(/\d+ tokens/);
    await page.getByRole("radio", { name: "Full", exact: true }).check();
    await expect.poll(() => pixels("student")).toBe(student);
  });

  await test.step("replays when the box is moved, and says what was answered under a former box", async () => {
    await screen.answer(page);
    const [said, before, start] = [
      await screen.studentAnswer(page).innerText(),
      await screen.labels(page),
      await screen.box(page),
    ];

    await screen.drag(page, screen.evidenceBox(page), { x: 90, y: -60 });
    const moved = await screen.box(page);
    expect(moved.slice(2)).toEqual(start.slice(2));
    expect(moved[0]).toBeGreaterThan(start[0] ?? Number.NaN);
    await expect.poll(() => screen.labels(page), { timeout: 30_000 }).not.toEqual(before);
    await screen.settled(page);
    expect(await screen.studentAnswer(page).innerText()).toBe(said);
    await expect(screen.banner(page)).toHaveCount(0);

    await page.getByRole("radio", { name: "Box drawn" }).check();
    await expect(screen.banner(page)).toContainText("Answered with the plain full image");
    await page.keyboard.press("r");
    await expect(screen.banner(page)).toHaveCount(0);
    await screen.settled(page);
    await expect(screen.banner(page)).toHaveCount(0);

    await screen.drag(page, screen.evidenceBox(page), { x: -40, y: -30 });
    await expect(screen.banner(page)).toContainText("Answered with the previous box", { timeout: 30_000 });
    await screen.expectAccessible(page);
    await screen.banner(page).getByRole("button", { name: "Answer again" }).click();
    await screen.settled(page);
    await expect(screen.banner(page)).toHaveCount(0);

    await screen.question(page).fill("What colour is it?");
    await expect(screen.banner(page)).toContainText("Answered with the previous question");
  });
});
