/** When the page must state that an answer belongs to earlier settings. */
import { describe, expect, test } from "vitest";
import { expectedAnswer } from "../../app/run/known-answer.ts";
import { INITIAL_STATE } from "../../app/state.ts";
import type { ImageId, ModelId, Nats, TokenId } from "../../base/ids.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import { GREEDY } from "../../evidence/rollout.ts";
import { type Plan, regionalToGlobal } from "../../evidence/views/plan.ts";
import { FULL, type Recipe } from "../../evidence/views/recipe.ts";
import { currentContrast } from "../../session/derived.ts";
import { reduce, type Session } from "../../session/session.ts";
import { outdated } from "./stale.ts";

const item = { id: "one", question: "What is it?", boxQuestion: "What is in the red box?", answer: "A cup." };
const image = {
  id: "i" as ImageId,
  name: "n",
  alt: "a",
  size: { width: 100, height: 100 },
  origin: { kind: "gallery", item: item.id },
  answer: item.answer,
  notes: [],
  inline: null,
} as const;
const [box, elsewhere] = [0.1, 0.5].map((x) => ({ x, y: 0.1, width: 0.2, height: 0.2 })) as [
  Plan["box"],
  Plan["box"],
];
const card = { build: "", modelBackend: "", numbersBackend: "", adapter: "", weightsSha256: "", runtime: "" };

const MARKED: Recipe = [{ kind: "marked", hint: true }];

/** A session in which `question` was answered and replayed. */
function answered(student: Recipe, question: string = item.question): Session {
  const { id, size } = image;
  const plan = regionalToGlobal(
    { model: "m" as ModelId, boxWords: null, image: id, size, box, question },
    student,
  );
  const opened = reduce(INITIAL_STATE.session, { kind: "openImage", image, plan });
  const contrast = currentContrast(opened);
  if (contrast === null) throw new Error("no contrast");
  const rollout = {
    showing: contrast.student,
    sampler: GREEDY,
    sibling: 0,
    forced: 0,
    ids: [1 as TokenId],
    texts: ["cup"],
    logProbs: [0 as Nats],
    end: "length",
    card,
  } as const;
  const kept = reduce(opened, { kind: "keepRollouts", rollouts: [rollout], verdicts: [null], plan });
  const replay = {
    ...{
      end: "done" as const,
      contrast,
      divergence: JSD_HALF,
      sides: [],
      divergences: [[0 as Nats]],
      pairs: [],
    },
    noiseFloor: null,
    card,
  } as const;
  return reduce(kept, { kind: "keepReplays", id: "1", replays: [replay] });
}

describe("an answer", () => {
  test("holds as long as nothing changed", () => {
    expect(outdated(answered(FULL))).toBeNull();
    expect(outdated(answered(MARKED))).toBeNull();
    expect(outdated(INITIAL_STATE.session)).toBeNull();
  });

  test("outlives another box where the student saw the plain image: a replay is enough", () => {
    const moved = reduce(answered(FULL), { kind: "setBox", box: elsewhere });
    expect(outdated(moved)).toEqual({ what: "Replayed with the previous box", answer: false });
  });

  test("belongs to a previous box where the box was drawn for the student", () => {
    const moved = reduce(answered(MARKED), { kind: "setBox", box: elsewhere });
    expect(outdated(moved)).toEqual({ what: "Answered with the previous box", answer: true });
  });

  test("belongs to another view once the switch is changed, which alone does not change the question", () => {
    const drawn = reduce(answered(FULL), { kind: "setStudent", recipe: MARKED });
    expect(outdated(drawn)?.what).toBe("Answered with the plain full image");
    const plain = reduce(answered(MARKED), { kind: "setStudent", recipe: FULL });
    expect(outdated(plain)?.what).toBe("Answered with the box drawn on the image");
    const told = reduce(answered([{ kind: "text-box" }]), { kind: "setStudent", recipe: FULL });
    expect(outdated(told)?.what).toBe("Answered with the box as text");
    const odd = reduce(answered([{ kind: "grey" }]), { kind: "setStudent", recipe: FULL });
    expect(outdated(odd)?.what).toBe("Answered with the view “grey”");
  });

  test("must be scored again by a teacher with another view", () => {
    const others = [{ role: "teacher", recipe: [{ kind: "crop", margin: 0.5, scale: 2 }] }] as const;
    const other = reduce(answered(FULL), { kind: "setOthers", others });
    expect(outdated(other)).toEqual({ what: "Replayed with previous views", answer: false });
  });

  test("belongs to another model", () => {
    const other = reduce(answered(FULL), { kind: "setModel", model: "n" as ModelId, boxWords: null });
    expect(outdated(other)?.what).toBe("Answered with another model");
  });

  test("belongs to a previous question, and to a previous box as well", () => {
    const asked = reduce(answered(MARKED), { kind: "setQuestion", question: "Where?" });
    expect(outdated(asked)?.what).toBe("Answered with the previous question");
    const both = reduce(asked, { kind: "setBox", box: elsewhere });
    expect(outdated(both)?.what).toBe("Answered with the previous box and the previous question");
    const spaced = reduce(answered(MARKED), { kind: "setQuestion", question: ` ${item.question} ` });
    expect(outdated(spaced)).toBeNull();
  });
});

describe("the right answer", () => {
  const gallery = [
    { ...item, image: "", width: 100, height: 100, dimension: "", box: [0, 0, 1, 1], evidence: [] },
  ];
  const state = (session: Session) =>
    ({ ...INITIAL_STATE, gallery, session }) as unknown as typeof INITIAL_STATE;

  test("is known for the gallery's own question, in either form, and only once it is answered", () => {
    expect(expectedAnswer(state(answered(FULL)))).toBe("A cup.");
    expect(expectedAnswer(state(answered(MARKED, item.boxQuestion)))).toBe("A cup.");
    expect(expectedAnswer(state(answered(FULL, "How many?")))).toBeNull();
    expect(expectedAnswer(state({ ...answered(FULL), shown: null }))).toBeNull();
  });

  test("belongs to the question, whatever text surrounds it", () => {
    expect(expectedAnswer(state(answered(MARKED)))).toBe("A cup.");
  });
});
