/** An answer that is asked for during a run in the background: it goes first, and the run goes on where it was. */
import "../../../base/dispose.ts";
import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { JobKind } from "../../../base/schedule.ts";
import { JSD_HALF, type Replay } from "../../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../../evidence/rollout.ts";
import { contrastOf, regionalToGlobal } from "../../../evidence/views/plan.ts";
import type { OpenModel, Prefix, Sequence } from "../../../model/adapter.ts";
import { fakeModel } from "../../fake-model.testing.ts";
import type { ImageStore } from "../images/images.ts";
import { type LoadedModel, loadedModelOf } from "../models/loaded-model.ts";
import { createMeasure } from "../numbers/measure.ts";
import { runReplay } from "../runs/replay.ts";
import { runRollout } from "../runs/rollout.ts";
import { createRunQueue } from "./run-queue.ts";
import type { Turn } from "./turn.ts";

const never = new AbortController().signal;
const size = { width: 24, height: 16 };
const contrast = contrastOf(
  regionalToGlobal({
    ...{ model: "m" as ModelId, boxWords: null, image: "i" as ImageId, size, question: "What is this?" },
    box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 },
  }),
);

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

interface Log {
  /** Calls of the model, by the run that is at work. */
  readonly calls: string[];
  /** Calls since the run that is at work last asked for its turn. */
  sinceTurn: number;
  mostInTurn: number;
  /** Which run is at work. */
  name: string;
}

/** The model of every run: it notes each call, which takes a while. */
function slowed(model: OpenModel, log: Log): OpenModel {
  let inside = false;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    expect(inside).toBe(false);
    inside = true;
    log.calls.push(log.name);
    log.sinceTurn++;
    log.mostInTurn = Math.max(log.mostInTurn, log.sinceTurn);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside = false;
    return work();
  };
  const slowSequence = (sequence: Sequence): Sequence => ({
    ...sequence,
    async advance(feeds) {
      const { rows, next } = value(await call(() => sequence.advance(feeds)));
      return success({ rows, next: slowSequence(next) });
    },
    finish: (feeds) => call(() => sequence.finish(feeds)),
  });
  return {
    ...model,
    encode: (picture) => call(() => model.encode(picture)),
    async prefill(parts) {
      const prefix: Prefix = value(await call(() => model.prefill(parts)));
      return success({ ...prefix, sequence: slowSequence(prefix.sequence) });
    },
  };
}

/** Rows of so large a vocabulary are read few at a time: a replay of several answers has many parts. */
function setUp(vocabularySize = 12) {
  const log: Log = { calls: [], sinceTurn: 0, mostInTurn: 0, name: "" };
  const plain = fakeModel("m" as ModelId, "words");
  const pixels = { ...size, data: new Uint8Array(size.width * size.height * 3).fill(9) };
  const images = { get: () => success(pixels) } as unknown as ImageStore;
  const weights = { id: "m" as ModelId, version: 0, parent: null, sha256: "0" };
  const ran = { build: "", modelBackend: "", numbersBackend: "cpu", adapter: "", runtime: "" };
  const measure = createMeasure("cpu", null, plain.vocabularySize);
  const loaded = loadedModelOf({ ...slowed(plain, log), vocabularySize }, weights, images, measure, ran);
  const queue = createRunQueue();
  const run = <T>(name: string, kind: JobKind, work: (turn: Turn) => Promise<Outcome<T>>): Promise<T> =>
    queue.run(kind, never, (turn) => work(noting(turn, name, log))).then(value);
  return { log, loaded, run };
}

/** The turn of a run which the log is told of. */
function noting(turn: Turn, name: string, log: Log): Turn {
  return {
    signal: turn.signal,
    async next() {
      const goesOn = await turn.next();
      Object.assign(log, { name, sinceTurn: 0 });
      return goesOn;
    },
  };
}

const answering = (loaded: LoadedModel) => (turn: Turn) =>
  runRollout(loaded, { showing: contrast.student, sampler: GREEDY, maxTokens: 6 }, turn, () => undefined);

function replaying(loaded: LoadedModel, rollouts: readonly Rollout[], onPart: () => void) {
  const models = { find: () => success(loaded), tokensOf: () => success(loaded.model.manifest) };
  const request = { rollouts, contrast, divergence: JSD_HALF, alternatives: 3 };
  return (turn: Turn) => runReplay(models, request, turn, onPart);
}

/** Several answers of one question, so that a replay of them has parts. */
const group = (loaded: LoadedModel) => (turn: Turn) => {
  const sampler = { temperature: 1, topP: 1, topK: 0, seed: 3 };
  const request = { showing: contrast.student, sampler, group: 4, maxTokens: 6 };
  return runRollout(loaded, request, turn, () => undefined);
};

test("an answer begins before the next unit of a replay in the background, which goes on to the same end", async () => {
  const { log, loaded, run } = setUp();
  const rollouts = await run("group", "interactive", group(loaded));
  const alone = await run(
    "replay",
    "background",
    replaying(loaded, rollouts, () => undefined),
  );
  loaded.promptCache[Symbol.dispose]();
  log.calls.length = 0;
  const answers: Promise<readonly Rollout[]>[] = [];
  const ask = () => {
    if (answers.length === 0) answers.push(run("answer", "interactive", answering(loaded)));
  };
  const disturbed: readonly Replay[] = await run("replay", "background", replaying(loaded, rollouts, ask));
  const [answer] = await Promise.all(answers);
  expect(answer?.[0]?.end).toMatch(/stopToken|length/);
  expect(disturbed).toEqual(alone);
  const first = log.calls.indexOf("answer");
  const last = log.calls.lastIndexOf("answer");
  // It was asked for before the first call of the replay ended.
  expect(first).toBeLessThanOrEqual(1);
  expect(log.calls.slice(first, last)).not.toContain("replay");
  expect(log.calls.slice(last + 1).length).toBeGreaterThan(0);
});

test.each([12, 2 ** 20])("between two turns a run calls its model at most once: %i words", async (words) => {
  const { log, loaded, run } = setUp(words);
  const rollouts = await run("group", "interactive", group(loaded));
  loaded.promptCache[Symbol.dispose]();
  await run("answer", "interactive", answering(loaded));
  await run(
    "replay",
    "background",
    replaying(loaded, rollouts, () => undefined),
  );
  expect(log.mostInTurn).toBe(1);
});

test("both want the same prompt: the answer does not wait for the run that waits for it", async () => {
  const { loaded, run } = setUp();
  const background = run("first", "background", answering(loaded));
  await new Promise((resolve) => setTimeout(resolve, 1));
  const interactive = run("second", "interactive", answering(loaded));
  const [[slow], [quick]] = await Promise.all([background, interactive]);
  expect(slow?.ids).toEqual(quick?.ids);
});
