/** Laws of edited scenes: whatever is edited, the scene stays one that can be painted, undone, linked, and asked about. */
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { type Random, seeded } from "../../base/random.ts";
import { pick, whole } from "../chance.ts";
import { layoutOf } from "../layout/layout.ts";
import { backgrounds, colourNames } from "../layout/names.ts";
import { answerOf, questionsOf } from "../layout/words.ts";
import { panelKinds, splits, thingDimensions } from "../scene.ts";
import { mostStickers, mostSurfaces } from "./additions.ts";
import type { EditedScene } from "./edited-scene.ts";
import { type Edit, withEdit } from "./edits.ts";
import { advanced, beginningWith, ended, redone, type SceneHistory, undone } from "./history.ts";
import { namesOf } from "./kinds.ts";
import { linkOf, longestLink, longestSaved, readText, textOf } from "./link.ts";
import { questionsIn } from "./questions.ts";
import { boxOfSurface, sceneOf, startOf } from "./scene-of.ts";

const seedOf = (random: Random): number => random.below(2 ** 30);

/** An edit that a person could make, now and then an impossible one. */
function anyEdit(random: Random, scene: EditedScene): Edit {
  const parts = [...scene.stickers, ...scene.surfaces];
  const id = parts.length === 0 || random.next() < 0.01 ? 99 : pick(random, parts).id;
  const sticker = scene.stickers.find((each) => each.id === id);
  const surface = scene.surfaces.find((each) => each.id === id);
  const line = surface === undefined ? null : random.below(surface.texts.length);
  switch (random.below(12)) {
    case 0:
      return { kind: "add", dim: pick(random, [...thingDimensions, ...panelKinds]), seed: seedOf(random) };
    case 1:
      return { kind: "remove", id, line: random.next() < 0.5 ? line : null };
    case 2:
      return { kind: "turn", id, degrees: whole(random, -400, 400) };
    case 3:
      return { kind: "colour", id, colour: pick(random, colourNames) };
    case 4:
      return { kind: "what", id, what: pick(random, namesOf(sticker?.kind.dim ?? "colour")) };
    case 5:
      return { kind: "count", id, count: whole(random, 0, 7), seed: seedOf(random) };
    case 6:
      return {
        kind: "words",
        id,
        line,
        text: pick(random, ["K7P", "A", "Total 12.50", "~ x ~", "", "Ü", "Q".repeat(48)]),
      };
    case 7:
      return random.next() < 0.3
        ? { kind: "plant", id, seed: seedOf(random) }
        : {
            kind: "background",
            background: pick(random, Object.keys(backgrounds) as (keyof typeof backgrounds)[]),
          };
    default: {
      const box = surface === undefined ? (sticker?.place ?? [0, 0, 9, 9]) : boxOfSurface(surface);
      const factor = random.next() < 0.5 ? 1 : 0.2 + 2 * random.next();
      const place = [
        whole(random, -200, 1200),
        whole(random, -200, 1200),
        box[2] * factor,
        box[3] * factor,
      ] as const;
      return { kind: "place", id, place };
    }
  }
}

/** Looks at scenes after each of so many random edits, from many seeds. */
function afterEdits(count: number, look: (scene: EditedScene, history: SceneHistory) => void): void {
  const random = seeded(2026);
  for (let left = count; left > 0; ) {
    let history = beginningWith(startOf(splits.test + random.below(1000)));
    for (let i = 0; i < 50 && left > 0; i++, left--) {
      const edited = withEdit(history.present, anyEdit(random, history.present));
      if (edited.ok) history = advanced(history, edited.value, null);
      look(history.present, history);
    }
  }
}

/** Every box lies in the scene, in whole pixels. */
function expectInside(scene: EditedScene): void {
  const { things, panels } = sceneOf(scene).scene;
  for (const { box } of [...things, ...panels]) {
    const [x, y, w, h] = box;
    const room = Math.min(x, y, scene.width - x - w, scene.height - y - h);
    if (room < 6 || !box.every(Number.isInteger)) expect.fail(`${box} in ${textOf(scene)}`);
  }
}

describe("an edited scene", () => {
  test("begins as the scene of its seed, with every question that it has", () => {
    for (let seed = splits.test; seed < splits.test + 60; seed++) {
      const laid = layoutOf(seed);
      const { scene } = sceneOf(startOf(seed));
      const bare = scene.things.map(({ look: _, ...thing }) => thing);
      expect(bare).toHaveLength(laid.things.length);
      expect(bare).toEqual(expect.arrayContaining([...laid.things]));
      expect(scene.panels.map(({ look: _, ...panel }) => panel)).toEqual(laid.panels);
      const questions = questionsIn(startOf(seed));
      expect(questions.filter(({ struck }) => struck !== null)).toEqual([]);
      expect(questions.map(({ question }) => question).sort()).toEqual(
        [...laid.things.map((thing) => questionsOf(thing).name[0]), "Describe the image."].sort(),
      );
    }
  });

  test("stays inside its picture and its limits, and survives a link, whatever the edits", () => {
    const count = 10_000;
    let [linked, looked] = [0, 0];
    afterEdits(count, (scene) => {
      expectInside(scene);
      expect(scene.stickers.length).toBeLessThanOrEqual(mostStickers);
      expect(scene.surfaces.length).toBeLessThanOrEqual(mostSurfaces);
      // A link that failed once would fail for the next scenes too, which differ in one edit.
      if (looked++ % 4 > 0) return;
      const text = textOf(scene, "0123456789abcdef");
      const read = readText(text, longestSaved);
      // Faster than `toEqual`, which ten thousand scenes need.
      if (!isDeepStrictEqual(read, { ok: true, value: { scene, hash: "0123456789abcdef" } }))
        expect(read).toEqual({ ok: true, value: { scene, hash: "0123456789abcdef" } });
      linked += text.length <= longestLink ? 1 : 0;
    });
    expect(linked / count).toBeGreaterThan(0.95 / 4);
  }, 60_000);

  test("is undone and redone edit by edit, a gesture at once", () => {
    afterEdits(1000, (scene, history) => {
      if (history.past.length < 40) return;
      let back = history;
      const seen = [scene];
      while (back.past.length > 0) {
        back = undone(back);
        seen.unshift(back.present);
      }
      expect(back.present).toEqual(startOf(scene.seed));
      for (const state of seen.slice(1)) {
        back = redone(back);
        expect(back.present).toBe(state);
      }
      expect(redone(back)).toEqual(history);
    });
    const [a, b, c] = [1, 2, 3].map(startOf) as [EditedScene, EditedScene, EditedScene];
    const dragged = advanced(advanced(beginningWith(a), b, "drag"), c, "drag");
    expect(undone(dragged).present).toBe(a);
    expect(undone(advanced(ended(dragged), b, "drag")).present).toBe(c);
  });

  test("asks nothing that is ambiguous: of the questions that are left no two are the same, and all answers are those of the things", () => {
    afterEdits(1000, (scene) => {
      const questions = questionsIn(scene);
      const asked = questions.filter(({ struck }) => struck === null);
      expect(new Set(asked.map(({ question }) => question)).size).toBe(asked.length);
      expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
      const { things } = sceneOf(scene).scene;
      for (const { question, answer, part } of asked) {
        if (part === null) continue;
        const about = things.filter((thing) => questionsOf(thing).name[0] === question);
        expect(about.map(answerOf)).toEqual([answer]);
      }
    });
  });
});

const done = (scene: EditedScene, edit: Edit): EditedScene => {
  const edited = withEdit(scene, edit);
  if (!edited.ok) throw new Error(edited.fault.message);
  return edited.value;
};

/** A scene with two plates, or two of another dimension. */
function sceneWithTwo(dim: string) {
  for (let seed = splits.test; ; seed++) {
    const scene = startOf(seed);
    const [one, other] = scene.stickers.filter(({ kind }) => kind.dim === dim);
    if (one !== undefined && other !== undefined) return { scene, one, other };
  }
}

describe("a question is struck out", () => {
  test("where two things have one name, until the name that is offered is taken", () => {
    const { scene, one, other } = sceneWithTwo("identification");
    if (!("colour" in one.kind)) throw new Error("A plate has a colour.");
    const same = done(scene, { kind: "colour", id: other.id, colour: one.kind.colour });
    const about = questionsIn(same).filter(({ part }) => part?.id === one.id || part?.id === other.id);
    expect(about.map(({ struck }) => struck)).toEqual(
      Array(2).fill(`There are 2 things called the ${one.kind.colour} plate.`),
    );
    const remedy = about[1]?.remedy;
    const mended = questionsIn(done(same, remedy?.edit as Edit));
    expect(mended.filter(({ part, struck }) => part !== null && struck !== null)).toEqual([]);
  });

  test("where something covers the thing, and where the thing is gone", () => {
    const { scene, one, other } = sceneWithTwo("ocr");
    const covered = done(scene, { kind: "place", id: other.id, place: one.place });
    const struck = questionsIn(covered).find(({ part, struck: why }) => part !== null && why !== null);
    expect(struck?.struck).toMatch(/^About \d+ % of it is covered, mostly by the \w+ sign\.$/);
    const without = questionsIn(done(scene, { kind: "remove", id: one.id, line: null }));
    const missing = without.filter(({ part, dim }) => part === null && dim === "ocr");
    expect(missing.map(({ struck: why }) => why)).toEqual([
      `Nothing in the scene is called the ${"colour" in one.kind ? one.kind.colour : ""} sign now.`,
    ]);
  });

  test("where a caption no longer stands under its thing; it follows that thing, and not the other way round", () => {
    let scene = startOf(splits.test);
    let caption = scene.surfaces.find(({ under }) => under !== null);
    for (let seed = splits.test + 1; caption === undefined; seed++) {
      scene = startOf(seed);
      caption = scene.surfaces.find(({ under }) => under !== null);
    }
    const { id, under, corner } = caption;
    const thing = scene.stickers.find((each) => each.id === under);
    const [x = 0, y = 0, w = 0, h = 0] = thing?.place ?? [];
    const stray = (edited: EditedScene) =>
      questionsIn(edited).find(({ part }) => part?.id === id)?.struck ?? null;
    expect(stray(done(scene, { kind: "place", id: under ?? -1, place: [x + 3, y - 5, w, h] }))).toBeNull();
    const [, , wide, high] = boxOfSurface(caption);
    const far = corner[1] > 300 ? 6 : 600;
    expect(stray(done(scene, { kind: "place", id, place: [corner[0], far, wide, high] }))).toMatch(
      /does not stand under/,
    );
    expect(stray(done(scene, { kind: "remove", id: under ?? -1, line: null }))).toMatch(/was removed/);
  });
});

test("look-alikes are of the kind and about the size of their model, near it, and each has a name of its own", () => {
  const { scene, one } = sceneWithTwo("ocr");
  const planted = done(scene, { kind: "plant", id: one.id, seed: 7 });
  const added = planted.stickers.filter(({ id }) => !scene.stickers.some((each) => each.id === id));
  expect(added.length).toBeGreaterThan(0);
  for (const { kind, place } of added) {
    expect(kind.dim).toBe("ocr");
    expect(Math.abs(place[3] - one.place[3])).toBeLessThanOrEqual(0.25 * one.place[3] + 2);
    const [text, model] = [kind, one.kind].map((each) => ("text" in each ? each.text : ""));
    expect([...(text ?? "")].filter((character, i) => character !== model?.[i])).toHaveLength(1);
  }
  expect(questionsIn(planted).filter(({ struck }) => struck !== null)).toEqual([]);
});

/** As many surfaces with long lines, and as many things, as find room. */
function crowdedScene(): EditedScene {
  let scene = startOf(splits.test);
  const tryTo = (edit: Edit): void => {
    const edited = withEdit(scene, edit);
    if (edited.ok) scene = edited.value;
  };
  for (const { id } of scene.stickers) tryTo({ kind: "remove", id, line: null });
  for (const [i, dim] of panelKinds.entries()) {
    for (let seed = i; seed < 40; seed++) tryTo({ kind: "add", dim, seed });
    const surface = scene.surfaces.find(({ base }) => base.kind === dim);
    if (surface === undefined) continue;
    const { id, texts } = surface;
    tryTo({ kind: "place", id, place: [6, 6, 60, 60] });
    for (const line of texts.keys()) tryTo({ kind: "words", id, line, text: `${line}${"i".repeat(47)}` });
  }
  for (let seed = 0; seed < 60; seed++) {
    tryTo({ kind: "add", dim: pick(seeded(seed), thingDimensions), seed });
    const { id = -1, place = [6, 6, 9, 9] } = scene.stickers.at(-1) ?? {};
    tryTo({ kind: "place", id, place: [place[0], place[1], 12, 12] });
  }
  return scene;
}

describe("a link", () => {
  test.each([
    ["", "another version"],
    ["2~17", "another version"],
    ["1~", "no seed"],
    ["1~1073741824", "no seed"],
    ["1~17~Zz", "no part"],
    ["1~17~bz", "does not fit"],
    ["1~17~t0.aa0", "does not fit"],
    ["1~17~t0.pzzzzzzzz", "does not fit"],
    ["1~17~t0.q1", "does not fit"],
    ["1~17~r0~r0", "twice"],
    ["1~17~n2s.d1", "does not fit"],
    [`1~17${"~r0".repeat(121)}`, "too many parts"],
    [`1~17${"~t0.a1".repeat(400)}`, "more than 2000"],
  ])("is refused with its reason (%#)", (text, why) => {
    const read = readText(text);
    expect(read.ok).toBe(false);
    expect(read.ok ? "" : read.fault.message).toContain(why);
  });

  test("of a scene that would be too long is a fault, and the scene can still be saved", () => {
    const scene = crowdedScene();
    const link = linkOf(scene, null);
    expect(link.ok ? "" : link.fault.kind).toBe("tooLarge");
    expect(readText(textOf(scene)).ok).toBe(false);
    expect(readText(textOf(scene), longestSaved)).toEqual({ ok: true, value: { scene, hash: null } });
  });
});
