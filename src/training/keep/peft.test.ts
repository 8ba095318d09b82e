/** The Python package PEFT opens the page's adapter on PyTorch's model (training/adapter.py) and gives the page's logits. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { bundledFolder } from "../../../scripts/model/testing/bundled-folder.testing.ts";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes, type Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { traineeOf } from "../../../scripts/model/testing/trainee.testing.ts";
import { seeded } from "../../base/random.ts";
import { parseManifest } from "../../model/manifest/manifest.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { createShower } from "../data/showing.ts";
import { prepareHeldOut } from "../measure/evaluate.ts";
import { type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import { startState } from "../run/state.ts";
import { adapterFolder } from "./adapter.ts";
import { loraSettings } from "./lora-settings.testing.ts";
import { type Files, modelFolder } from "./model-folder.ts";

/** A Python that has PyTorch and PEFT, as FOVEA_PYTHON says or as the system names it. */
const python = [process.env["FOVEA_PYTHON"] ?? "python3", "/usr/bin/python3"].find(
  (each) => spawnSync(each, ["-c", "import torch, peft"]).status === 0,
);
const program = fileURLToPath(new URL("../../../training/adapter.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fovea-peft-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files below a folder of that name. */
function write(name: string, files: Files): string {
  for (const [path, bytes] of files) {
    const target = join(folder, name, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  return join(folder, name);
}

const floats = ({ values }: Prompt["pictures"][number]): number[] => Array.from(values.data as Float32Array);

/** The logits of the answers under a model's own weights, or others. */
async function logitsOf(
  { model, graphs }: Trainee,
  prompts: readonly Prompt[],
  answers: readonly ScoredAnswer["ids"][],
  parameters = model.parameters,
): Promise<readonly Float32Array[]> {
  const opened = await graphs(["decoder.norm.weight"]);
  const scored = value(await scoreAnswers(opened, parameters, prompts, answers));
  return scored.map(({ logits }) => logits);
}

function farthest(theirs: readonly (readonly number[])[], own: readonly Float32Array[]): number {
  expect(theirs.map(({ length }) => length)).toEqual(own.map(({ length }) => length));
  return Math.max(
    ...own.flatMap((row, i) => Array.from(row, (logit, t) => Math.abs(logit - (theirs[i]?.[t] ?? Infinity)))),
  );
}

test.skipIf(python === undefined)(
  "with the adapter on its parent, and with the merged folder; skipped without a Python that has torch and peft",
  { timeout: 300_000 },
  async () => {
    const files = bundledFolder("fovea-mini");
    const parent = await traineeOf(files);
    const state = startState(parent.model, loraSettings);
    const random = seeded(5);
    for (const tensor of state.trained.tensors.values())
      for (let i = 0; i < tensor.length; i++) tensor[i] = (random.below(2001) - 1000) / 20_000;
    const trained = state.trained.current();
    const manifest = value(parseManifest(JSON.parse(new TextDecoder().decode(files.get("manifest.json")))));
    const merged = await modelFolder({ manifest, files }, loraSettings, 4, trained);
    const pictures = heldOutPictures(randomScenes(), ["colour", "ocr"], 1);
    const held = value(
      await prepareHeldOut(parent.model, createShower(parent.model), pictures, () => undefined),
    );
    const prompts = held.prompts.global;
    const ran = spawnSync(
      python ?? "",
      [
        program,
        write("parent", files),
        write("adapter", adapterFolder(parent.model, loraSettings, state)),
        write("merged", merged),
      ],
      {
        encoding: "utf8",
        input: JSON.stringify({
          image: parent.model.imageToken,
          answers: prompts.map(({ ids, pictures: seen }, i) => ({
            ids,
            answer: held.right[i],
            features: seen.flatMap(floats),
          })),
        }),
        maxBuffer: 1e9,
      },
    );
    expect(ran.stderr.includes("Error"), ran.stderr).toBe(false);
    const theirs = JSON.parse(ran.stdout);
    const before = await logitsOf(parent, prompts, held.right);
    const after = await logitsOf(parent, prompts, held.right, trained);
    expect(
      farthest(
        before.map((row) => Array.from(row)),
        after,
      ),
    ).toBeGreaterThan(0.1);
    expect(farthest(theirs.adapter, after)).toBeLessThan(1e-4);
    expect(
      farthest(theirs.merged, await logitsOf(await traineeOf(merged), prompts, held.right)),
    ).toBeLessThan(1e-4);
  },
);
