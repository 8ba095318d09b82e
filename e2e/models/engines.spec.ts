/** A model behind a server: connect, use it, agree to what is sent, and the answer's tokens are scored by that server. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { builtFolder } from "../../scripts/build/build.mjs";
import { serve } from "../../scripts/build/server.mjs";
import { listEngines } from "../../scripts/engines/list.mjs";
import { createFakeServer } from "../../src/engine/remote/http/fake-server.testing.ts";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

/** Two steps of one prompt, and a prompt that the data do not have. */
function logFile() {
  const line = (step: number, question: string) =>
    JSON.stringify({ input: `user\n${question}\nassistant\n`, output: "a red fox", score: 1, step });
  const lines = [line(1, "What is it?"), line(2, "What is it?"), line(2, "Where is it?")];
  return { name: "run.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(lines.join("\n")) };
}

async function dataFiles() {
  const row = { images: ["scene.jpg"], problem: "What is it?", bbox: [10, 20, 60, 50], answer: "a fox" };
  const picture = await readFile(new URL("../../public/gallery/colour-1.jpg", import.meta.url));
  return [
    { name: "data.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify([row])) },
    { name: "scene.jpg", mimeType: "image/jpeg", buffer: picture },
  ];
}

test("a model on a server of one's own answers, after asking what may be sent", async ({
  page,
  complaints,
}) => {
  const fake = createFakeServer({ maxLogProbs: 128 });
  let busy = false;
  const engine = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const asked = body === "" ? null : JSON.parse(body);
    if (busy) {
      busy = false;
      response.writeHead(503, { "Content-Type": "application/json", "Retry-After": "1" }).end("{}");
      return;
    }
    const { status, text } = await fake.send(request.url ?? "", asked, new AbortController().signal);
    response.writeHead(status, { "Content-Type": "application/json" }).end(text);
  });
  await new Promise<void>((settle) => engine.listen(0, "127.0.0.1", settle));
  const { port } = engine.address() as AddressInfo;
  const engines = listEngines([`lab=http://127.0.0.1:${port}`], {});
  const site = await serve({ folder: builtFolder, port: 0, isolated: true, engines });
  const asked = () => fake.asked.length;

  await test.step("connects, and opens the model with pictures of ours alone", async () => {
    await page.goto(`${site.url}?scene=identification-5`);
    await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
    await page.getByRole("button", { name: "Models…" }).click();
    await page.getByRole("button", { name: "Connect lab" }).click();
    await page.getByRole("button", { name: "Use small" }).click();
    await expect(page.getByText(`Sent to lab (127.0.0.1:${port})`)).toBeVisible();
    await expect(page.getByText(/The same scoring alone and beside 3 others/)).toBeVisible();
  });
  await test.step("sends nothing that a person refuses", async () => {
    const before = asked();
    await screen.answerKey(page).click();
    await page.getByRole("button", { name: "Do not send" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(asked()).toBe(before);
  });
  await test.step("answers and scores once a person agrees, with a lower bound said to be one", async () => {
    await screen.answerKey(page).click();
    busy = true;
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByText(/It is busy: asked again in 1(?:\.0)? s, after 1 of 6 tries/)).toBeVisible();
    await expect.poll(() => complaints).toEqual([expect.stringContaining("503")]);
    complaints.length = 0;
    await expect(screen.measured(page).first()).toBeVisible();
    await screen.measured(page).first().click();
    await expect(
      screen.inspector(page).getByText(/A lower bound, from the \d+ most likely tokens/),
    ).toBeVisible();
    await screen.expectAccessible(page);
  });
  await test.step("scores the answers of a log anew, as curves over the steps", async () => {
    await page.evaluate(() => {
      location.hash = "#logs";
    });
    await page.getByLabel("Log files…").setInputFiles(logFile());
    await page.getByLabel("List or images…").setInputFiles(await dataFiles());
    const card = page.getByRole("region", { name: "Scored anew by an open model" });
    await expect(card).toContainText(`Sent to lab (127.0.0.1:${port})`);
    await expect(card).toContainText("3 rollouts to score: about 18 requests");
    await card.getByRole("button", { name: "Score with small" }).click();
    await expect(card).toContainText("2 rollouts of 3 scored by small; ids rebuilt from text.");
    await expect(card.getByText("1 rollout left out")).toBeVisible();
    await expect(page.locator('[data-figure="anew-divergence"] [data-mark]')).toHaveCount(2);
    await expect(card.getByRole("button", { name: "Try 1 left-out rollout again" })).toBeVisible();
  });
  await site.close();
  engine.close();
});
