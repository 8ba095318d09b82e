/** The worker's store without its worker, and rollouts of a log as experiments of a session. */
import { describe, expect, test } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { isMissing } from "../../evidence/column.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import { type Plan, regionalToGlobal } from "../../evidence/views/plan.ts";
import { rolloutsOf } from "../../log/formats/catalog.ts";
import { delayedBlob, lostBlob } from "../../log/read/delayed-blob.testing.ts";
import type { LoggedRollout } from "../../log/rollout.ts";
import { EVERY_ROLLOUT } from "../../log/run/select.ts";
import { createLogStore } from "../../log/worker/log-store.ts";
import { openSessionText } from "../../session/document/open.ts";
import { sessionText } from "../../session/document/write.ts";
import { EMPTY_SESSION } from "../../session/session.ts";
import { pngHeader } from "../../suite/open/folder-fixture.testing.ts";
import { loggedExperiment } from "./logged-experiment.ts";

const line = (record: object): string => `${JSON.stringify(record)}\n`;
const nothing = () => undefined;

const rollout = (step: number, more: object = {}) => ({
  ...{ tokens: ["A", " fox"], ids: [3, 4], step, prompt: "user\nWhat is on the red plate?\nassistant\n" },
  ...{ metrics: { student_logprob: [-1, -2], teacher_logprob: [-1.5, -Infinity] }, reward: step, ...more },
});

function readLine(record: object): LoggedRollout {
  const read = rolloutsOf(record as Record<string, unknown>, { path: "a.jsonl", place: "a.jsonl, line 1" });
  if ("reason" in read || read[0] === undefined) throw new Error("no rollout");
  return read[0];
}

describe("the open log", () => {
  const files = [
    { path: "run.jsonl", blob: new Blob([line(rollout(2, { ids: undefined })), line(rollout(1))]) },
  ];

  test("opens, selects, reads, and writes what it read with its image and box", async () => {
    const store = createLogStore();
    const progress: number[] = [];
    const opened = await store.open("run", files, (done, total) => progress.push(done / total));
    if (!opened.ok) throw new Error(opened.fault.message);
    expect(opened.value.rollouts).toMatchObject([
      { step: 1, length: 2, head: "A fox", divergence: 0.5 },
      { step: 2, length: 2, reward: 2 },
    ]);
    expect(opened.value).toMatchObject({
      lengthUnit: "tokens",
      prompts: [{ head: "What is on the red plate?" }],
    });
    expect(progress.every((share) => share > 0 && share <= 1)).toBe(true);
    expect(await store.select({ ...EVERY_ROLLOUT, order: "highestReward" })).toEqual({
      ok: true,
      value: [1, 0],
    });
    expect(await store.subject(0)).toMatchObject({ ok: false, fault: { kind: "notFound" } });

    const row = {
      images: ["i/a.png"],
      problem: "What is on the red plate?",
      bbox: [10, 20, 60, 50],
      answer: "fox",
    };
    const data = [
      { path: "train.jsonl", blob: new Blob([line(row)]) },
      { path: "i/a.png", blob: new Blob([pngHeader({ width: 100, height: 100 })]) },
    ];
    expect(await store.openData(data)).toMatchObject({ ok: true, value: { rows: 1, files: 2 } });
    const subject = await store.subject(0);
    expect(subject).toMatchObject({
      ok: true,
      value: {
        question: "What is on the red plate?",
        answer: "fox",
        image: { name: "a.png" },
        crop: null,
        notes: [],
      },
    });
    const written = await store.write([1], null);
    if (!written.ok) throw new Error(written.fault.message);
    expect(JSON.parse(await written.value.text())).toMatchObject({
      step: 2,
      subject: { image: "i/a.png", box: [0.1, 0.2, 0.6, 0.5] },
    });
  });

  const row = (answer: string) => ({ images: ["a.png"], problem: "What is on the red plate?", answer });
  const image = { path: "a.png", blob: new Blob([pngHeader({ width: 100, height: 100 })]) };
  const answerOf = async (store: ReturnType<typeof createLogStore>) => {
    const subject = await store.subject(0);
    return subject.ok ? subject.value.answer : subject.fault.message;
  };

  test("is the one that was opened last, whichever was read first; so are its data", async () => {
    const store = createLogStore();
    let settle: (() => void) | undefined;
    const ready = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const slow = (record: object) => [{ path: "slow.jsonl", blob: delayedBlob(line(record), ready) }, image];
    const fast = (record: object) => [{ path: "fast.jsonl", blob: new Blob([line(record)]) }, image];
    const before = [
      store.open("run", slow(rollout(7)).slice(0, 1), nothing),
      store.openData(slow(row("of the first"))),
    ];
    await store.open("run", fast(rollout(8)).slice(0, 1), nothing);
    await store.openData(fast(row("of the second")));
    settle?.();
    await Promise.all(before);
    expect(await store.read(0)).toMatchObject({ ok: true, value: { step: 8 } });
    expect(await answerOf(store)).toBe("of the second");
  });

  test("stays with its data where a file cannot be read", async () => {
    const store = createLogStore();
    await store.open("run", files, nothing);
    await store.openData([{ path: "rows.jsonl", blob: new Blob([line(row("fox"))]) }, image]);
    const lost = [{ path: "lost.jsonl", blob: lostBlob(line(rollout(9))) }];
    expect(await store.open("run", lost, nothing)).toMatchObject({
      ok: false,
      fault: { kind: "notFound", message: expect.stringContaining("lost.jsonl could not be read") },
    });
    expect(await store.read(0)).toMatchObject({ ok: true, value: { step: 1 } });
    expect(await answerOf(store)).toBe("fox");
  });

  test("without a log everything is a fault, and none is thrown", async () => {
    const store = createLogStore();
    expect(await store.open("x", [{ path: "x.jsonl", blob: new Blob(["{"]) }], nothing)).toMatchObject({
      ok: false,
    });
    expect(await store.select(EVERY_ROLLOUT)).toEqual({ ok: true, value: [] });
    for (const outcome of [await store.read(0), await store.subject(0), await store.write([0], null)])
      expect(outcome).toMatchObject({ ok: false, fault: { kind: "notFound" } });
  });
});

describe("a rollout as an experiment", () => {
  const image = "a".repeat(64) as ImageId;
  const plan: Plan = regionalToGlobal({
    model: "the student of the log" as ModelId,
    boxWords: null,
    image,
    size: { width: 100, height: 100 },
    box: { x: 0, y: 0, width: 0.5, height: 0.5 },
    question: "What?",
  });
  const made = (record: object) => loggedExperiment(readLine(record), plan, JSD_HALF, true, "run, step 1");

  test("has the log's numbers, and the reason for every other", () => {
    const experiment = made(rollout(1));
    const [replay] = experiment?.replays ?? [];
    expect(experiment?.rollouts[0]).toMatchObject({ ids: [3, 4], texts: ["A", " fox"], logProbs: [-1, -2] });
    expect(replay?.sides.map(({ logProb }) => logProb)).toEqual([
      [-1, -2],
      [-1.5, -Infinity],
    ]);
    expect(replay?.pairs[0]).toMatchObject({ logRatio: [0.5, Infinity], k2: [0.125, Infinity] });
    const missing = [replay?.divergences[0], replay?.pairs[0]?.jsd, replay?.sides[0]?.rank].map(
      (column) => column !== undefined && isMissing(column),
    );
    expect(missing).toEqual([true, true, true]);
  });

  test("is kept in a session's file", () => {
    const experiment = made(rollout(1, { tokens: undefined }));
    if (experiment === null) throw new Error("none");
    expect(experiment.rollouts[0]?.texts).toEqual(["⟨3⟩", "⟨4⟩"]);
    const origin = { kind: "own" } as const;
    const images = [
      { id: image, name: "a.png", alt: "", size: plan.size, origin, answer: null, notes: [], inline: null },
    ];
    const session = { ...EMPTY_SESSION, images, experiments: [experiment], shown: "1", plan };
    const opened = openSessionText(sessionText({ ...session, format: "fovea-session", schema: 4 }));
    expect(opened).toMatchObject({ ok: true, value: { experiments: [{ note: "run, step 1" }] } });
  });

  test("is none without ids, or with gaps in the student's log-probabilities", () => {
    expect(made(rollout(1, { ids: undefined }))).toBeNull();
    expect(made(rollout(1, { metrics: { student_logprob: [-1, null] } }))).toBeNull();
    expect(made(rollout(1, { metrics: { student_logprob: [-1, -1] } }))?.replays).toEqual([null]);
  });
});
