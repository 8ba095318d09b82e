/** Showings that follow from recipes: the papers' prompts word for word, and the views behind them. */
import { describe, expect, test } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { success } from "../../base/outcome.ts";
import { cut, resize } from "../../math/image/image.ts";
import { boxOfPixels, intersection } from "../../view/box.ts";
import { applyView, type Pixels, type ResizeAsRead } from "../../view/pixels.ts";
import { contrastOf, regionalToGlobal, type Subject, showingOf } from "./plan.ts";
import { parseRecipe, parseViews } from "./recipe-text.ts";
import { picturesOf, type Showing, showingKey, type TurnPart, textOf } from "./showing.ts";

const size = { width: 400, height: 300 };
const image = "i" as ImageId;
const subject: Subject = {
  model: "m" as ModelId,
  boxWords: ", in the box from ({x0}, {y0}) to ({x1}, {y1})?",
  image,
  size,
  box: boxOfPixels({ x: 100, y: 60, width: 50, height: 30 }, size),
  question: " What does the sign say? ",
};

function shown(written: string, about: Subject = subject): Showing {
  const recipe = parseRecipe(written);
  if (!recipe.ok) throw new Error(recipe.fault.message);
  return showingOf(about, recipe.value);
}

const source: Pixels = {
  ...size,
  data: Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => (i * 2654435761) >>> 13),
};

/** A model that keeps half of each side of a full image. */
const resizedToHalf: ResizeAsRead = (image) =>
  success(resize(image, Math.ceil(image.width / 2), Math.ceil(image.height / 2), "lanczos"));

function pixels(written: string, index = 0): Pixels {
  const view = picturesOf(shown(written))[index];
  if (view === undefined) throw new Error("no such picture");
  const made = applyView(view, source, resizedToHalf);
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
}

/** As text, which is compared at once and not number by number. */
function printed(written: string, index = 0): string {
  const { width, height, data } = pixels(written, index);
  return `${width} × ${height} ${Buffer.from(data).toString("base64")}`;
}

const pictures = (showing: Showing) => picturesOf(showing).map(({ source: id, edits }) => [id, edits.length]);

describe("the text", () => {
  const question = "What does the sign say?";
  const hint = "Only focus on the objects inside the red bounding box in the image to answer this question.";

  test.each([
    ["full", question],
    ["crop", question],
    ["marked", `${question}\n\n${hint}`],
    ["marked:no-hint", question],
    ["text-box", "What does the sign say, in the box from (25, 20) to (38, 30)?"],
    ["text-box+marked", `What does the sign say, in the box from (25, 20) to (38, 30)?\n\n${hint}`],
  ])("of %s", (written, text) => {
    expect(textOf(shown(written))).toBe(text);
  });

  test("names the box where the question asked for the red one", () => {
    const about = { ...subject, question: "What is on the plate in the red box?" };
    const text = "What is on the plate, in the box from (25, 20) to (38, 30)?";
    expect(textOf(shown("text-box", about))).toBe(text);
  });

  test("is a sentence of its own for models without words for a box, and after what is no question", () => {
    for (const about of [
      { ...subject, boxWords: null, question: "What is it?" },
      { ...subject, question: "Describe it." },
    ]) {
      const text = textOf(shown("text-box", about));
      expect(text).toContain(`${about.question}\n\n`);
      expect(text).toContain("from (25, 20) to (38, 30)");
      expect(text).toContain("percent");
    }
  });
});

describe("two images", () => {
  test("are V-Zero's prompt: image, question, announcement, crop, instruction", () => {
    const crop = picturesOf(shown("crop"))[0];
    expect(shown("two-images").parts).toEqual<TurnPart[]>([
      { kind: "picture", view: { source: image, edits: [] } },
      { kind: "text", text: "What does the sign say?\nHere is a crop of the image:" },
      { kind: "picture", view: { source: image, edits: crop?.edits ?? [] } },
      {
        kind: "text",
        text: "Use the crop as focused evidence and keep the image as context to answer the question.",
      },
    ]);
  });

  test("take their crop from any step, in any order, and what spoils pictures spoils both", () => {
    expect(showingKey(shown("crop:0.5+two-images"))).toBe(showingKey(shown("two-images+crop:0.5")));
    expect(printed("two-images+crop:0.5", 1)).toBe(printed("crop:0.5"));
    expect(printed("negative:3", 1)).toBe(printed("negative-crop:3"));
    expect(printed("two-images+degraded", 0)).toBe(printed("degraded"));
    expect(printed("two-images+degraded", 1)).toBe(printed("crop+degraded"));
    expect(pictures(shown("two-images+crop-image:c"))).toEqual([
      ["i", 0],
      ["c", 0],
    ]);
    expect(pictures(shown("two-images+other-image:o"))).toEqual([
      ["i", 0],
      ["o", 1],
    ]);
  });
});

describe("the pictures", () => {
  test.each([
    ["full", 400, 300],
    ["crop", 100, 60],
    ["crop:0.5", 200, 120],
    ["crop:0:1", 50, 30],
    ["random-crop:4", 100, 60],
    ["negative-crop:4", 100, 60],
    ["wrong-crop:4", 100, 60],
    ["shrunk", 200, 150],
    ["degraded", 400, 300],
    ["masked", 400, 300],
    ["matched", 100, 60],
    ["matched:0.5:1", 100, 60],
    ["isolated", 400, 300],
    ["crop+shrunk:4", 26, 16],
  ])("of %s are %i × %i", (written, width, height) => {
    expect(pixels(written)).toMatchObject({ width, height });
  });

  test("are unlike each other, and each like itself", () => {
    const written =
      "full,marked,crop,crop:0.25,random-crop,random-crop:1,wrong-crop,negative-crop,degraded,shrunk,blurred,grey,erased,isolated,isolated:1,matched,matched:1,blank,masked,masked:0.6,masked:0.5:14:3,crop+grey";
    const seen = written.split(",").map((one) => printed(one));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("of a matched crop hold only the pixels that the model keeps of the full image", () => {
    const kept = resize(source, 200, 150, "lanczos");
    expect(pixels("matched")).toEqual(
      resize(cut(kept, { x: 50, y: 30, width: 25, height: 15 }), 100, 60, "lanczos"),
    );
  });

  test("of the isolated evidence are those of the full image in the box, grey outside it", () => {
    const { data } = pixels("isolated");
    const inside = (x: number, y: number) => x >= 100 && x < 150 && y >= 60 && y < 90;
    const wrong = source.data.filter((byte, i) => {
      const at = Math.floor(i / 3);
      return data[i] !== (inside(at % size.width, Math.floor(at / size.width)) ? byte : 128);
    });
    expect(wrong).toHaveLength(0);
  });

  test("of V-Zero's negative crop show a place beside the evidence at half its size", () => {
    const [view] = picturesOf(shown("negative-crop:5"));
    const crop = view?.edits.find((edit) => edit.kind === "crop");
    expect(view?.edits[0]).toEqual({ kind: "shrink", by: 2 });
    expect(crop?.box.width).toBeCloseTo(50 / 200, 12);
    expect(crop && intersection(crop.box, subject.box)).toBeNull();
  });

  test("of a wrong crop show a place beside the evidence as large and as sharp", () => {
    const [view] = picturesOf(shown("wrong-crop:5"));
    const [crop, ...rest] = view?.edits ?? [];
    expect([crop?.kind, rest]).toEqual(["crop", []]);
    const box = crop?.kind === "crop" ? crop.box : subject.box;
    expect([box.width, box.height]).toEqual([
      expect.closeTo(subject.box.width, 12),
      expect.closeTo(subject.box.height, 12),
    ]);
    expect(intersection(box, subject.box)).toBeNull();
  });

  test("blur by a share of the short side, whatever the image's size", () => {
    expect(picturesOf(shown("blurred:0.1"))[0]?.edits).toEqual([
      { kind: "degrade", by: { kind: "blur", radius: 30 } },
    ]);
  });

  test("of other images are those images", () => {
    expect(pictures(shown("other-image:o"))).toEqual([["o", 0]]);
    expect(pictures(shown("crop-image:c"))).toEqual([["c", 0]]);
  });
});

describe("a contrast", () => {
  test("is regional to global where nothing else is said", () => {
    const { student, others } = contrastOf(regionalToGlobal(subject));
    expect(student).toEqual(shown("full"));
    expect(others).toEqual([{ role: "teacher", name: "crop", showing: shown("crop") }]);
  });

  test("names each side by its recipe, and notes a negative crop that overlaps the evidence", () => {
    const views = parseViews("crop,negative:2,wrong-crop:2,blank");
    if (!views.ok) throw new Error(views.fault.message);
    const box = { x: 0.05, y: 0.05, width: 0.9, height: 0.9 };
    const { others } = contrastOf({ ...regionalToGlobal({ ...subject, box }), others: views.value });
    expect(others.map(({ role, name }) => `${role}=${name}`)).toEqual([
      "teacher=crop",
      "negative=two-images+negative-crop:2",
      "control=wrong-crop:2",
      "control=blank",
    ]);
    expect(others.map(({ note }) => note !== undefined)).toEqual([false, true, true, false]);
  });
});
