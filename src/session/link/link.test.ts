/** Links: settings are restored; what a link cannot hold, and what is wrong in one, is reported. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelId } from "../../base/ids.ts";
import { extent } from "../../base/proof.testing.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import { gateChoices, usualChoices } from "../../gate/catalog.ts";
import { boxOfPixels, pixelWindow } from "../../view/box.ts";
import { anySession } from "../arbitrary.testing.ts";
import type { DocumentImage, SessionContent, Settings } from "../document/document.ts";
import { EIGHT_ANSWERS, USUAL_SETTINGS } from "../settings.ts";
import { linkOf, readLink } from "./link.ts";
import { hubModel, readModel } from "./link-models.ts";

const size = { width: 1024, height: 683 };
const image: DocumentImage = {
  id: "ab".repeat(32) as DocumentImage["id"],
  name: "Red plate",
  alt: "",
  size,
  origin: { kind: "gallery", item: "identification-5" },
  answer: null,
  notes: [],
  inline: null,
};
const session: SessionContent = {
  title: "",
  images: [image],
  experiments: [],
  shown: null,
  plan: {
    model: "fovea-mini" as never,
    boxWords: null,
    image: image.id,
    size,
    box: boxOfPixels({ x: 384, y: 119, width: 136, height: 136 }, size),
    question: "What is on the red plate?",
    student: [{ kind: "full" }],
    others: [{ role: "teacher", recipe: [{ kind: "crop", margin: 0, scale: 2 }] }],
  },
  settings: USUAL_SETTINGS,
};

test("a link is short and can be read", () => {
  expect(linkOf(session)).toEqual({
    ok: true,
    value: "scene=identification-5&box=384,119,136,136&question=What+is+on+the+red+plate?",
  });
  const settings = {
    ...USUAL_SETTINGS,
    sampling: EIGHT_ANSWERS,
    divergence: {
      ...JSD_HALF,
      kind: "forwardKl" as const,
      support: { kind: "topK" as const, k: 20, from: "student" as const, rest: "tail" as const },
    },
    signal: "entropy",
  };
  const drawn = linkOf({ ...session, settings });
  expect(drawn.ok && drawn.value.split("&").slice(3)).toEqual([
    "draw=temperature:1,seed:7,group:8",
    "measure=kind:forwardKl,top:20,from:student,rest:tail",
    "signal=entropy",
  ]);
});

/** The settings that differ from a gate's defaults, merged with those that do not. */
function writtenGates(given: Settings["gates"]): Settings["gates"] {
  const turned = gateChoices(given).filter((choice, i) => {
    return JSON.stringify(choice) !== JSON.stringify(usualChoices[i]);
  });
  return Object.fromEntries(turned.map(({ gate, settings }) => [gate, settings]));
}

test("any settings on a scene are restored from their link", () => {
  fc.assert(
    fc.property(anySession, ({ plan, settings }) => {
      if (plan === null) return;
      const written = linkOf({ ...session, images: [{ ...image, id: plan.image }], plan, settings });
      if (!written.ok) {
        expect(written.fault.kind).toBe("unsupported");
        return;
      }
      expect(readLink(`?threads=2&${written.value}`)).toEqual({
        ok: true,
        value: {
          item: "identification-5",
          box: pixelWindow(plan.box, plan.size),
          question: plan.question,
          student: plan.student,
          others: plan.others,
          // A link holds the settings of the gates that this version knows.
          settings: { ...settings, gates: writtenGates(settings.gates) },
          model: null,
          teacher: null,
        },
      });
    }),
    { numRuns: extent(50, 2000, "random links") },
  );
});

const COMMIT = "7e3e67edbbed1bf9888184d9df282b700a323964";
const SMOL = "HuggingFaceTB/SmolVLM-256M-Instruct";

describe("models in a link", () => {
  test("are read as they were written: a bundled one by its name, a hub model pinned to its commit", () => {
    const written = hubModel(`${SMOL}@7e3e67edbbed-q4` as ModelId, SMOL, COMMIT);
    expect(written).toBe(`${SMOL}@${COMMIT}-q4`);
    const link = linkOf(session, { model: written, teacher: "fovea-nano" });
    expect(link.ok && link.value).toContain(`&model=${SMOL}@${COMMIT}-q4&teacher=fovea-nano`);
    expect(readLink(`?${link.ok ? link.value : ""}`)).toMatchObject({
      value: {
        model: { kind: "hub", repository: SMOL, revision: COMMIT, id: `${SMOL}@7e3e67edbbed-q4` },
        teacher: { kind: "bundled", id: "fovea-nano" },
      },
    });
  });

  test("are hub models only with a full commit and a matching id", () => {
    expect(readModel(`${SMOL}@7e3e67edbbed-q4`)).toMatchObject({ fault: { kind: "badInput" } });
    expect(hubModel("my-folder" as ModelId, SMOL, COMMIT)).toBeNull();
  });
});

describe("what a link cannot hold", () => {
  test("is an image of one's own, and no image at all", () => {
    const own = { ...image, origin: { kind: "own" as const } };
    expect(linkOf({ ...session, images: [own] })).toMatchObject({ fault: { kind: "unsupported" } });
    expect(linkOf({ ...session, plan: null })).toMatchObject({ fault: { kind: "badInput" } });
  });
});

test("an address without a scene asks for nothing; a scene alone asks for the scene as it is", () => {
  expect(readLink("?run=wasm")).toBeNull();
  expect(readLink("?scene=ocr-3")).toMatchObject({
    ok: true,
    value: { item: "ocr-3", box: null, question: null, settings: USUAL_SETTINGS },
  });
});

test.each([
  ["scene=a&box=1,2,3", "four numbers"],
  ["scene=a&views=upside-down", "There is no view"],
  ["scene=a&draw=group:99", "sampling.group"],
  ["scene=a&measure=top:5,from:nobody,rest:tail", "divergence.support"],
  ["scene=a&v-zero=alpha:strong", "gates.v-zero.alpha"],
  ["scene=a&views=other-image:x", "image that it cannot hold"],
  ["scene=a&model=../x@7e3e67edbbed", "which is not OWNER/NAME@COMMIT"],
  ["scene=a&teacher=https://elsewhere.example/model", "which is not OWNER/NAME@COMMIT"],
])("%s is refused with a message", (search, words) => {
  expect(readLink(`?${search}`)).toMatchObject({ fault: { message: expect.stringContaining(words) } });
});

test("no address throws", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (box, rest) => {
      readLink(`?scene=${box}&box=${box}&draw=${rest}&measure=${rest}&views=${rest}&${rest}`);
    }),
    { numRuns: extent(100, 10000, "random links") },
  );
});
