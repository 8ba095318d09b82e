/** Two answers of their own, tokens in the colours of any signal, lines over them, and all of it linked. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

const timeline = (page: Page) => page.getByRole("slider", { name: "Over the answer" });
const idle = (page: Page) => expect(page.getByTestId("teacher-answer").locator(".caret")).toHaveCount(0);

test("both sides answer, tokens take their colours, and all of it is linked", async ({ page }) => {
  test.slow();
  await screen.open(page, "", "structure-6");
  await test.step("both sides answer, side by side, and nothing below them moves while they do", async () => {
    await page.evaluate(() => {
      const strip = document.querySelector(".strip");
      const tops = new Set<number>();
      const look = () => {
        tops.add(Math.round((strip?.getBoundingClientRect().top ?? 0) + scrollY));
        requestAnimationFrame(look);
      };
      look();
      Object.assign(window, { tops });
    });
    await screen.answer(page);
    await expect(screen.teacherAnswer(page)).not.toBeEmpty({ timeout: 30_000 });
    await idle(page);
    for (const side of ["student", "teacher"]) {
      const article = page.locator(`.side[data-side="${side}"]`);
      await expect(article).toContainText(/[pq]\(y\) = .*nats over \d+ tokens/);
      await expect(article.locator(".side-verdict")).toHaveText(/right|wrong/);
    }
    const tops = await page.evaluate(() => [...(window as unknown as { tops: Set<number> }).tops]);
    // Parts of a pixel may be rounded either way.
    expect(Math.max(...tops) - Math.min(...tops), `tops: ${tops}`).toBeLessThanOrEqual(1);
  });

  await test.step("tokens take the colours of any signal, by any divergence, against any side", async () => {
    const legend = page.locator(".legend");
    await screen.choose(page, "Coloured by", "Log-ratio");
    await expect(legend).toContainText(/ln p\(y\) − ln q\(y\).* nats, of the generated token/);
    await expect(legend).toContainText("the student gives it more");
    for (const label of await screen.labels(page)) expect(label).toMatch(/log-ratio [+−]?\d+\.\d\d nats/);

    await screen.choose(page, "Coloured by", "Visual advantage");
    await expect(legend).toContainText("Needs the degraded view.");
    await legend.getByRole("button", { name: "Add it" }).click();
    await expect(legend).toContainText(/VA-OPD eq\. 2/);
    await screen.settled(page);
    await expect(page.getByRole("img", { name: /^Visual advantage/ })).toBeVisible();

    await screen.choose(page, "Coloured by", "Divergence");
    const before = await screen.labels(page);
    await page.getByRole("button", { name: "Set the divergence" }).click();
    const panel = page.getByRole("dialog", { name: "The divergence", exact: true });
    const beta = panel.getByRole("textbox", { name: "β" });
    await beta.fill("0,25");
    await expect(beta).toHaveValue("0.25");
    await beta.press("Escape");
    await expect(beta).toHaveValue("0.50");
    await screen.choose(page, "Kind", "Reverse KL");
    await panel.getByRole("radio", { name: "top K" }).check();
    await screen.expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(legend).toContainText(
      /KL\(student ‖ teacher\).*the student’s top 100, one bin for the rest/,
    );
    await screen.settled(page);
    expect(await screen.labels(page)).not.toEqual(before);
  });

  await test.step("a formula’s sums over the vocabulary and attention are measured on demand", async () => {
    await screen.choose(page, "Coloured by", "A formula of your own…");
    await page.getByRole("textbox", { name: "Formula" }).fill("seen = attention * sum_v(p)");
    await expect(page.locator(".formula-first")).toContainText(
      /^1 sum over the vocabulary: at most [\d,]+ terms\. Attention: at most 2 more passes\./,
    );
    await page.getByRole("button", { name: "Compute", exact: true }).click();
    await screen.settled(page);
    for (const label of await screen.labels(page)) expect(label).toMatch(/seen 0\.\d+ probability/);
    await page.getByRole("button", { name: "Remove this formula" }).click();
    await screen.choose(page, "Coloured by", "Divergence");
  });

  await test.step("a token lights up everywhere, whoever points at it, and controls stand beside the crop", async () => {
    await page.getByRole("button", { name: "Blank", exact: true }).click();
    await expect(page.locator(".chart-legend")).toContainText("blank", { timeout: 30_000 });
    await expect(page.locator(".timeline")).toContainText(/noise floor/);

    await screen.tokens(page).nth(1).hover();
    await expect(timeline(page)).toHaveAttribute("aria-valuenow", "2");
    await timeline(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect(screen.tokens(page).nth(2)).toHaveAttribute("aria-selected", "true");
    await expect(screen.inspector(page)).toContainText("token 3 of");
    const frame = await timeline(page).boundingBox();
    if (frame === null) throw new Error("no lines");
    await page.mouse.move(frame.x + frame.width - 12, frame.y + 40);
    await expect(screen.tokens(page).last()).toHaveAttribute("aria-selected", "true");

    await page.getByRole("button", { name: "Lines…" }).click();
    const panel = page.getByRole("dialog", { name: "Lines over the answer" });
    await panel.getByRole("checkbox", { name: "Total variation" }).check();
    await panel.getByRole("switch", { name: "Logarithmic axis" }).click();
    await expect(page.locator(".chart-legend")).toContainText("Total variation");
    await screen.expectAccessible(page);
  });
});
