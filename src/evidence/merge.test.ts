import { expect, test } from "vitest";
import type { ImageId, ModelId, Nats } from "../base/ids.ts";
import { given } from "./column.ts";
import { mergeReplays, unscored } from "./merge.ts";
import { JSD_HALF, type PairSignals, type Replay, type Side } from "./replay.ts";
import { contrastOf, regionalToGlobal } from "./views/plan.ts";
import type { RoledRecipe } from "./views/recipe.ts";
import { parseViews } from "./views/recipe-text.ts";
import type { Contrast } from "./views/showing.ts";

const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
  question: "What?",
});

function contrast(views: string): Contrast {
  const parsed = parseViews(views);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const others: readonly RoledRecipe[] = parsed.value;
  return contrastOf({ ...plan, others });
}

const card = { build: "", modelBackend: "", numbersBackend: "", adapter: "", weightsSha256: "", runtime: "" };

/** A replay of one token under those views; `nats` tells one reading from another. */
function replay(views: string, nats: number): Replay {
  const asked = contrast(views);
  const side = (role: Side["role"]): Side => ({
    ...{ role, logProb: [-nats as Nats], entropy: [0 as Nats], rank: [1], alternatives: [[]], card },
  });
  return {
    ...{ end: "done", contrast: asked, divergence: JSD_HALF, noiseFloor: null, card },
    sides: [side("student"), ...asked.others.map(({ role }) => side(role))],
    divergences: asked.others.map(() => [nats as Nats]),
    pairs: asked.others.map(() => ({ jsd: [nats] }) as unknown as PairSignals),
  };
}

test("parts become one replay in the order that is asked for, whatever came first", () => {
  const asked = contrast("crop,blank,grey");
  const merged = mergeReplays([replay("grey,crop", 1), replay("blank", 2)], asked);
  expect(merged?.end).toBe("done");
  expect(merged?.contrast).toEqual(asked);
  expect(merged?.divergences).toEqual([[1], [2], [1]]);
  expect(merged?.sides.map(({ role }) => role)).toEqual(["student", "teacher", "control", "control"]);
  expect(merged?.sides.map(({ logProb }) => logProb[0])).toEqual([-2, -1, -2, -1]);
  expect(merged?.pairs.map(({ jsd }) => given(jsd)[0])).toEqual([1, 2, 1]);
});

test("of one view read twice the later reading counts, and one that is not asked for is left out", () => {
  const merged = mergeReplays([replay("crop,grey", 1), replay("crop", 2)], contrast("crop"));
  expect(merged?.divergences).toEqual([[2]]);
});

test("the box of attention is that of the latest part that measured it", () => {
  const box = (x: number) => ({ x, y: 0, width: 0.5, height: 0.5 });
  const parts = [
    { ...replay("crop", 1), attended: box(0) },
    { ...replay("grey", 2), attended: box(0.5) },
  ];
  const asked = contrast("crop,grey,blank");
  expect(mergeReplays([...parts, replay("blank", 3)], asked)?.attended).toEqual(box(0.5));
  expect(mergeReplays([replay("crop", 1)], asked)).not.toHaveProperty("attended");
});

test("what nobody has read yet is told, and leaves the replay unfinished", () => {
  const asked = contrast("crop,blank");
  const parts = [replay("crop", 1)];
  expect(unscored(parts, asked)).toEqual([asked.others[1]]);
  expect(mergeReplays(parts, asked)).toMatchObject({ end: "cancelled", divergences: [[1]] });
  expect(mergeReplays([], asked)).toBeNull();
});

test("the same recipe in another role is another side", () => {
  const asked = contrast("control=crop");
  expect(unscored([replay("crop", 1)], asked)).toEqual(asked.others);
});
