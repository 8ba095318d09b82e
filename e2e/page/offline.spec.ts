/** After one visit the page needs no network; and a new build is seen at once, without taking anything from an open tab. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { builtFolder } from "../../scripts/build/build.mjs";
import { listFilesForOffline, serviceWorker } from "../../scripts/build/offline.mjs";
import { serve } from "../../scripts/build/server.mjs";
import { expect, test } from "../support/fixtures.ts";
import * as screen from "../support/screen.ts";

test.use({ serviceWorkers: "allow" });

/** How many files are kept once all are: those listed, but for the build of ONNX Runtime meant for other browsers. */
function listed(folder: string): number {
  const [first = ""] = readFileSync(join(folder, serviceWorker), "utf8").split("\n");
  const { shell, rest } = JSON.parse(first.slice("const FOVEA_FILES=".length, -1));
  return shell.length + rest.length - 1;
}

async function visit(page: Page, url: string, folder: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  const kept = (): Promise<number> =>
    page.evaluate(async () => {
      const [name] = await caches.keys();
      return name === undefined ? 0 : (await (await caches.open(name)).keys()).length;
    });
  await expect.poll(kept, { timeout: 45_000 }).toBe(listed(folder));
}

test("on a host without headers, under a sub-path, after one visit all of it works without a network, with threads", async ({
  page,
  complaints,
}) => {
  test.slow();
  const site = await serve({ folder: builtFolder, port: 0, isolated: false, basePath: "/some/sub-path/" });
  await visit(page, site.url, builtFolder);
  expect(await page.evaluate(() => crossOriginIsolated), "the first visit").toBe(false);
  const manifest = await (await page.request.get(`${site.url}manifest.webmanifest`)).json();
  for (const { src } of manifest.icons)
    expect((await page.request.get(`${site.url}${src}`)).status(), src).toBe(200);
  await site.close();

  await page.goto(`${site.url}?scene=identification-5&threads=2`);
  expect(page.url()).toContain("?scene=identification-5");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.locator('.chip[data-state="ready"]')).toBeVisible({ timeout: 45_000 });
  await page.getByRole("button", { name: /what runs where/ }).click();
  await expect(page.getByRole("dialog")).toContainText("2 threads");
  await page.keyboard.press("Escape");
  await screen.answer(page);
  await page.goto(`${site.url}#suite`);
  await expect(page.getByRole("heading", { name: /suite/i }).first()).toBeVisible();
  // The page itself was asked for where nobody answers any more; nothing else was.
  expect(complaints.filter((complaint) => !complaint.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);
  complaints.length = 0;
});

/** The same files in another place; what is written anew there is no longer that of the built folder. */
function copyBuild(to: string): void {
  for (const entry of readdirSync(builtFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const folder = join(to, entry.parentPath.slice(builtFolder.length));
    mkdirSync(folder, { recursive: true });
    linkSync(join(entry.parentPath, entry.name), join(folder, entry.name));
  }
}

function rewrite(path: string, change: (text: string) => string): void {
  const text = change(readFileSync(path, "utf8"));
  rmSync(path);
  writeFileSync(path, text);
}

/** As a build of changed sources would: another id, another title, and other names for the files that it is in. */
function makeNewer(folder: string): void {
  const { id } = JSON.parse(readFileSync(join(folder, "build.json"), "utf8"));
  const assets = join(folder, "assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const anyScript = new RegExp(scripts.map((name) => name.replaceAll(".", "\\.")).join("|"), "g");
  const newer = (text: string): string =>
    text.replace(anyScript, (name) => `newer-${name}`).replaceAll(id, "newer-build");
  for (const name of scripts) {
    rewrite(join(assets, name), newer);
    renameSync(join(assets, name), join(assets, `newer-${name}`));
  }
  rewrite(join(folder, "index.html"), (text) => newer(text).replace("<title>", "<title>Newer "));
  rewrite(join(folder, serviceWorker), newer);
  listFilesForOffline(folder);
}

test("a new build is shown at once; an open tab is told, and keeps its work", async ({
  page,
  context,
}, info) => {
  test.slow();
  const folder = info.outputPath("site");
  copyBuild(folder);
  const site = await serve({ folder, port: 0, isolated: true });
  await visit(page, `${site.url}?scene=identification-5`, folder);
  await screen.question(page).fill("What stands on the shelf?");

  makeNewer(folder);
  const second = await context.newPage();
  await second.goto(site.url);
  await expect(second).toHaveTitle("Newer Fovea");
  await expect(page.getByText("A new version of Fovea is ready.")).toBeVisible({ timeout: 45_000 });
  await expect(page).toHaveTitle("Fovea");
  await second.close();

  await screen.expectAccessible(page);
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page).toHaveTitle("Newer Fovea");
  await expect(screen.question(page)).toHaveValue("What stands on the shelf?");
  await expect(page.getByText("A new version of Fovea is ready.")).toHaveCount(0);
  await site.close();
});
