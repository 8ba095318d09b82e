/** `npm run fovea -- record`: sessions from the command line, and how it ends when something is wrong. */

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/process/run.mjs";
import type { RecordRequest } from "../../src/command/record/record-plan.ts";
import { given } from "../../src/evidence/column.ts";
import type { SessionDocument } from "../../src/session/document/document.ts";
import { openSessionText } from "../../src/session/document/open.ts";
import { crashPages, folder, fovea, readJson } from "../support/command-line.ts";
import { expect, test } from "../support/fixtures.ts";
import { turned } from "../support/picture-files.ts";

test.describe.configure({ timeout: 180_000 });

const mini = join(root, "public", "models", "fovea-mini");
const scene = join(root, "public", "gallery", "identification-3.jpg");
const asked = ["--image", scene, "--box", "502,194,134,134", "--question", "What is on the pink plate?"];

function open(path: string): SessionDocument {
  const session = openSessionText(readFileSync(path, "utf8"));
  if (!session.ok) throw new Error(session.fault.message);
  return session.value;
}

/** A copy of the bundled model under another id. */
function copyOfMini(): string {
  const at = folder();
  cpSync(mini, at, { recursive: true });
  const manifest = readJson(join(at, "manifest.json"));
  writeFileSync(join(at, "manifest.json"), JSON.stringify({ ...manifest, id: "fovea-copy" }));
  return at;
}

/** The numbers of a float32 array of NumPy, version 1. */
function readNpy(path: string): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const bytes = readFileSync(path);
  const length = bytes.readUInt16LE(8);
  const header = bytes.subarray(10, 10 + length).toString("latin1");
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "").split(",").map(Number);
  return { shape, data: new Float32Array(new Uint8Array(bytes.subarray(10 + length)).buffer) };
}

test("a turned photo, four answers, all gates, raw logits", async () => {
  const at = folder();
  const [photo, json, logits] = [join(at, "turned.jpg"), join(at, "session.json"), join(at, "logits")];
  writeFileSync(photo, turned(readFileSync(scene)).buffer);
  const { stdout } = await fovea(
    ...["record", "--image", photo, "--box", "696,502,134,134", "--question", "What is on the pink plate?"],
    ...["--group", "4", "--seed", "3", "--answer", "hammer", "--embed", "--json", json, "--logits", logits],
  );
  expect(stdout).toContain("rotated upright");
  const session = open(json);
  expect(session.images[0]).toMatchObject({ size: { width: 1024, height: 768 }, answer: "hammer" });
  expect(session.images[0]?.inline).toMatch(/^data:image\/jpeg;base64,/);
  const [experiment] = session.experiments;
  expect(experiment?.plan.box.x).toBeCloseTo(696 / 1024, 12);
  expect(experiment?.rollouts.map(({ sibling }) => sibling)).toEqual([0, 1, 2, 3]);
  expect(experiment?.gates.map(({ gate }) => gate)).toEqual(["v-zero", "va-opd", "uni-opd"]);
  for (const { deviation, numbers } of experiment?.gates ?? []) {
    expect(numbers).toBe("wgsl");
    expect(deviation).toBeLessThan(1);
  }
  const roles = ["student", "teacher", "positive", "negative", "degraded"];
  for (const [i, replay] of (experiment?.replays ?? []).entries()) {
    expect(replay?.sides.map(({ role }) => role)).toEqual(roles);
    expect(replay?.noiseFloor?.max).toBeLessThan(1e-4);
    const ids = experiment?.rollouts[i]?.ids ?? [];
    for (const side of replay?.sides ?? []) {
      const { shape, data } = readNpy(join(logits, `answer-${i + 1}.${side.role}.logits.npy`));
      expect(shape[0]).toBe(ids.length);
      const vocabulary = shape[1] ?? 0;
      for (const [t, id] of ids.entries()) {
        const row = data.subarray(t * vocabulary, (t + 1) * vocabulary);
        const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
        expect(Math.abs((row[id] ?? 0) - Math.log(total) - (side.logProb[t] ?? 0))).toBeLessThan(1e-4);
      }
    }
  }
});

test("another model as the teacher: the same weights on the same image say the same", async () => {
  const json = join(folder(), "session.json");
  const { stdout } = await fovea(
    ...["record", ...asked, "--teacher", copyOfMini(), "--views", "teacher=full", "--json", json],
  );
  expect(stdout).toContain("v-zero was left out: no view is read as positive or as negative.");
  const [experiment] = open(json).experiments;
  expect(experiment?.rollouts).toHaveLength(1);
  const replay = experiment?.replays[0];
  expect(replay?.contrast.others[0]?.showing.model).toBe("fovea-copy");
  for (const nats of given(replay?.divergences[0])) expect(nats).toBeLessThan(1e-6);
  expect(experiment?.gates.map(({ gate }) => gate)).toEqual(["uni-opd"]);
});

test.describe("a fault ends it with a sentence and a non-zero exit:", () => {
  const refused = async (parameters: readonly string[], ...sentences: readonly string[]) => {
    const outcome = await fovea("record", ...parameters).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 1 });
    for (const sentence of sentences)
      expect(outcome).toMatchObject({ stderr: expect.stringContaining(sentence) });
  };

  test("a broken image", async () => {
    const broken = join(folder(), "broken.jpg");
    writeFileSync(broken, readFileSync(scene).subarray(0, 700));
    await refused(["--image", broken, ...asked.slice(2)], "broken.jpg: ", "save it as PNG or JPEG");
  });

  test("no image, half a box, too many answers", async () => {
    await refused(asked.slice(2), "--image is missing");
    await refused([...asked, "--box", "1,2,3"], "four numbers");
    await refused([...asked, "--group", "33"], "at most 32");
    await refused([...asked, "--longest-edge", "512.5"], "whole number");
  });

  test("a box outside the image, a view that nobody knows", async () => {
    await refused([...asked, "--box", "2000,0,10,10"], "each side needs at least 2");
    await refused([...asked, "--views", "upside-down"], "There is no view");
  });

  test("a damaged model file, by its name", async () => {
    const at = copyOfMini();
    const path = join(at, "model.safetensors");
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(path, bytes);
    await refused([...asked, "--model", at], "model.safetensors");
  });
});

test("a worker killed on the way is a named fault, and what was set up is kept", async ({ page }) => {
  await page.addInitScript(() => {
    class DoomedWorker extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        Object.assign(window, {
          reportStep: ({ what }: { what: string }) => void (what === "answering" && this.terminate()),
        });
      }
    }
    Object.assign(window, { Worker: DoomedWorker });
  });
  await page.goto("command.html");
  const request: RecordRequest = {
    image: { url: "gallery/identification-3.jpg", name: "identification-3.jpg" },
    box: [502, 194, 134, 134],
    question: "What is on the pink plate?",
    answer: null,
    model: { kind: "site", manifest: "models/fovea-mini/manifest.json" },
    teacher: null,
    group: 1,
    seed: 0,
    signal: null,
    views: null,
    viewImages: {},
    longestEdge: null,
    embed: false,
    logits: false,
  };
  const recorded = await page.evaluate((given) => window.fovea.record(given), request);
  expect(recorded.fault).toMatchObject({ kind: "workerLost", hint: expect.any(String) });
  const session = openSessionText(recorded.session ?? "");
  expect(session).toMatchObject({
    ok: true,
    value: { experiments: [{ plan: { question: "What is on the pink plate?" }, rollouts: [] }] },
  });
});

test("a page that crashes on the way leaves the answers that it had", async () => {
  const json = join(folder(), "session.json");
  const recording = fovea("record", ...asked, "--group", "8", "--answer", "hammer", "--json", json);
  recording.child.stdout?.on("data", (said: Buffer) => {
    if (said.includes("reading the answers as")) void crashPages(recording.child.pid ?? 0);
  });
  await expect(recording).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^".+", (?:right|wrong)$/m),
    stderr: expect.stringMatching(/page crashed.*\nThe session until then is in .*session\.json/),
  });
  const [experiment] = open(json).experiments;
  expect(experiment?.rollouts).toHaveLength(8);
  expect(experiment?.replays.every((replay) => replay === null)).toBe(true);
});
