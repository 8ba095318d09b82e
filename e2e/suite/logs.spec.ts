/** A training run: its log is opened, narrowed to a step, and one of its rollouts put into the playground. */
import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Two prompts, three steps; the markup in an answer is text. */
function log(): string {
  const lines = [1, 2, 3].flatMap((step) =>
    ["red plate", "small sign"].map((what) =>
      JSON.stringify({
        ...{ tokens: ["A", " fox"], ids: [5, 6], step, reward: step / 4, images: ["/train/scene.jpg"] },
        metrics: { student_logprob: [-1, -2], teacher_logprob: [-2, -2.5] },
        prompt: `user\nWhat is on the ${what}?\nassistant\n`,
        response: `<img src=x onerror="document.title='run'"> step ${step}`,
      }),
    ),
  );
  return `${lines.join("\n")}\n{"tokens": ["cut`;
}

test("a log is opened, narrowed to a step, and a rollout is shown with its image and put into the playground", async ({
  page,
}) => {
  await screen.holdModelBack(page);
  await page.goto("./#logs");
  const file = { name: "run.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(log()) };
  await page.getByLabel("Log files…").setInputFiles(file);
  await expect(page.getByText("6 rollouts (tokens and metrics) in 3 steps")).toBeVisible();
  await expect(page.getByText("1 line left out")).toBeVisible();
  const picture = await readFile(new URL("../../public/gallery/colour-1.jpg", import.meta.url));
  await page
    .getByLabel("List or images…")
    .setInputFiles([{ name: "scene.jpg", mimeType: "image/jpeg", buffer: picture }]);

  await page.locator('[data-figure="reward"] [data-mark="2-2"]').press("Enter");
  await expect(page.getByText("2 rollouts of 6")).toBeVisible();
  const list = page.getByRole("listbox", { name: "Rollouts" });
  await list.focus();
  await list.press("End");
  const panel = page.getByRole("region", { name: "The chosen rollout" });
  await expect(panel.getByAltText("scene.jpg: the image of the prompt")).toBeVisible();
  await expect(panel).toContainText('<img src=x onerror="document.title=');
  await expect(page).toHaveTitle(/Fovea/);
  await expect(panel.getByRole("heading", { name: "step 3" })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 900 });
  await screen.expectAccessible(page);
  await panel.getByRole("button", { name: "Open in the playground" }).click();
  await expect(page.getByText("the student of the log").first()).toBeVisible();
  await expect(page.getByRole("option", { name: /^Token 2: fox/ })).toBeVisible();
});
