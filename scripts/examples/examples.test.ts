/** The sessions that come with Fovea open, name the shipped weights, and hold what each of them is to show. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { storedWeights } from "../../src/model/weights.ts";
import type { Experiment } from "../../src/session/document/document.ts";
import { openSessionText } from "../../src/session/document/open.ts";
import { EXAMPLES, GROUP } from "./list.mjs";

const folder = new URL("../../public/sessions/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const gallery: readonly { readonly id: string }[] = JSON.parse(
  readFileSync(new URL("../../public/gallery/gallery.json", import.meta.url), "utf8"),
);

/** The hash of a bundled model's weights. */
function weightsOf(model: string): string {
  const text = readFileSync(new URL(`../../public/models/${model}/manifest.json`, import.meta.url), "utf8");
  const manifest = parseManifest(JSON.parse(text));
  return manifest.ok ? storedWeights(manifest.value).sha256 : "none";
}

test("the list is that of the files, all about scenes of the gallery, and small", () => {
  const index: readonly { readonly scene: string; readonly file: string }[] = JSON.parse(read("index.json"));
  expect(index.map(({ scene }) => scene)).toEqual(EXAMPLES.map(({ scene }) => scene));
  expect(index.length).toBeGreaterThanOrEqual(10);
  const files = readdirSync(folder).filter((name) => name !== "index.json");
  expect(files.toSorted()).toEqual(index.map(({ file }) => file).toSorted());
  for (const { scene } of index) expect(gallery.some(({ id }) => id === scene)).toBe(true);
  const bytes = readdirSync(folder).map((name) => statSync(new URL(name, folder)).size);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(2.2e6);
});

describe.each(EXAMPLES.map((example) => [example.scene, example] as const))("%s", (scene, example) => {
  const opened = openSessionText(read(`${scene}.json`));
  if (!opened.ok) throw new Error(opened.fault.message);
  const session = opened.value;
  const [single, group] = session.experiments as readonly [Experiment, Experiment];
  const rolesOf = ({ replays }: Experiment) => replays[0]?.sides.map(({ role }) => role) ?? [];

  test("one greedy answer, shown, and a group, both by the shipped weights", () => {
    expect(session.experiments).toHaveLength(2);
    expect(session.shown).toBe(single.id);
    expect([single.rollouts.length, group.rollouts.length]).toEqual([1, GROUP]);
    expect(single.rollouts[0]?.sampler.temperature).toBe(0);
    expect(session.images.map(({ origin }) => origin)).toEqual([{ kind: "gallery", item: scene }]);
    for (const { rollouts, teacherAnswer } of [single, group]) {
      for (const { card } of rollouts) expect(card.weightsSha256).toBe(weightsOf(example.model));
      expect(teacherAnswer?.card.weightsSha256).toBe(weightsOf(example.teacher ?? example.model));
    }
  });

  test("a teacher and what keeps one honest beside the answer; gates over the group", () => {
    expect(rolesOf(single)).toEqual(expect.arrayContaining(["student", "teacher", "control", "floor"]));
    const controls = single.plan.others.filter(({ role }) => role === "control");
    const kinds = controls.flatMap(({ recipe }) => recipe.map(({ kind }) => kind));
    expect(kinds).toEqual(expect.arrayContaining(["random-crop", "wrong-crop", "blank"]));
    expect(single.replays[0]?.noiseFloor?.max).toBeLessThan(1e-3);
    expect(group.gates.map(({ gate }) => gate)).toEqual(["v-zero", "va-opd", "uni-opd"]);
    expect(group.replays.every((replay) => replay !== null)).toBe(true);
  });
});
