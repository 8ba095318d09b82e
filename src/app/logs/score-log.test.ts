/** Many answers of a log scored by a model, which a stub stands for here. */
import { expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../../base/ids.ts";
import { type FaultKind, failure, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { Engine } from "../../engine/port.ts";
import type { Replay, ReplayRequest } from "../../evidence/replay.ts";
import type { Rollout, RolloutRequest } from "../../evidence/rollout.ts";
import type { LoggedRollout } from "../../log/rollout.ts";
import type { ScoredAnew } from "../../log/run/anew.ts";
import type { ShownSubject } from "../../log/worker/api.ts";
import { type ScoreLogRequest, scoreLog } from "./score-log.ts";

const bytes = (value: number) => ({ name: "a.png", blob: new Blob([Uint8Array.of(value)]) });

/** One log: the answer of each rollout, null where it has no text. */
function setUp(answers: readonly (string | null)[], refusing: ReadonlyMap<string, FaultKind> = new Map()) {
  const images: string[] = [];
  const removed: ImageId[] = [];
  const contrasts: ReplayRequest["contrast"][] = [];
  const runs = {
    async rollout({ answer = "", showing, sampler }: RolloutRequest) {
      const kind = refusing.get(answer);
      if (kind !== undefined) return failure(kind, `It refuses ${answer}.`);
      const ids = [...answer].map((letter) => letter.charCodeAt(0) as TokenId);
      const rollout = { showing, sampler, sibling: 0, forced: ids.length, ids, texts: [...answer] };
      return success([{ ...rollout, logProbs: ids.map(() => -1), end: "stopToken" } as unknown as Rollout]);
    },
    async compare({ rollouts, contrast }: ReplayRequest) {
      contrasts.push(contrast);
      const ids = rollouts[0]?.ids ?? [];
      const side = (nats: number) => ({ logProb: ids.map(() => nats as Nats) });
      const found = { end: "done", sides: [side(-1), side(-3)], divergences: [ids.map(() => 0.25)] };
      return success([{ ...found, bounds: [{ listed: 1, upper: [] }] } as unknown as Replay]);
    },
  };
  const engine = {
    background: runs,
    async addImage(id: ImageId) {
      images.push(id);
      return success({});
    },
    removeImage: (id: ImageId) => void removed.push(id),
  } as unknown as Engine;
  const scored = new Map<number, ScoredAnew>();
  const leftOut: (readonly [number, string])[] = [];
  const request: ScoreLogRequest = {
    engine,
    by: { model: "m" as ModelId, boxWords: null },
    indices: answers.map((_, index) => index),
    atOnce: 2,
    signal: NEVER,
    keeps: () => false,
    goOn: async () => true,
    async read(index) {
      // Every second rollout is about another image; the third has no evidence.
      const evidence = { crop: index === 3 ? bytes(99) : null, box: index === 2 ? null : box };
      const subject = { question: "What?", answer: null, size: { width: 8, height: 8 }, ...evidence };
      return success({
        rollout: { response: answers[index] } as LoggedRollout,
        subject: { ...subject, image: bytes(index % 2), notes: ["It has no evidence."] } as ShownSubject,
      });
    },
    onScored: (index, each) => void scored.set(index, each),
    onLeftOut: (index, { message }) => void leftOut.push([index, message]),
  };
  return { request, scored, leftOut, images, removed, contrasts };
}

const box = { x: 0.1, y: 0.1, width: 0.4, height: 0.4 };

test("each answer is scored with the full image and the evidence; one that cannot be is left out with its reason", async () => {
  const log = setUp(["fox", null, "cup", "owl", "no"], new Map([["no", "idsChanged"]]));
  expect(await scoreLog(log.request)).toEqual(success(true));
  expect(log.scored.get(0)).toEqual({
    ids: [102, 111, 120],
    texts: ["f", "o", "x"],
    student: [-1, -1, -1],
    teacher: [-3, -3, -3],
    divergence: [0.25, 0.25, 0.25],
    isBound: true,
  });
  expect([...log.scored.keys()].sort()).toEqual([0, 3]);
  expect(log.leftOut.toSorted(([a], [b]) => a - b)).toEqual([
    [1, "The log does not have the text of this answer."],
    [2, "It has no evidence."],
    [4, "It refuses no."],
  ]);
  const evidence = log.contrasts.map(({ others }) => others.map(({ name }) => name));
  expect(evidence.flat().sort()).toEqual(["crop", expect.stringMatching(/^crop-image/)]);
  // Two images and a crop, each handed over once: a few stay for siblings.
  expect(log.images).toHaveLength(3);
  expect(log.removed).toEqual([]);
});

test("a fault that every further answer would meet ends it; what was scored stays", async () => {
  const log = setUp(["fox", "gone", "cup", "owl"], new Map([["gone", "unreachable"]]));
  const ended = await scoreLog({ ...log.request, atOnce: 1 });
  expect(ended).toMatchObject({ ok: false, fault: { kind: "unreachable" } });
  expect([...log.scored.keys()]).toEqual([0]);
  expect(log.leftOut).toEqual([[1, "It refuses gone."]]);
});

test("stopped, it asks no more; and images that nobody uses any more are released", async () => {
  const log = setUp(["a", "b"]);
  expect(await scoreLog({ ...log.request, goOn: async () => false })).toEqual(success(null));
  expect(log.scored.size).toBe(0);
  const many = setUp(Array.from({ length: 40 }, () => "a"));
  const read: ScoreLogRequest["read"] = async (index) => {
    const found = await many.request.read(0);
    return found.ok
      ? success({ ...found.value, subject: { ...found.value.subject, image: bytes(index) } })
      : found;
  };
  await scoreLog({ ...many.request, read });
  expect(many.scored.size).toBe(40);
  expect(many.images.length - many.removed.length).toBe(12);
});
