/** For tests: what must hold for every engine, wherever its models run. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import { given } from "../evidence/column.ts";
import { JSD_HALF } from "../evidence/replay.ts";
import { GREEDY, type Rollout, type RolloutRequest } from "../evidence/rollout.ts";
import { contrastOf, regionalToGlobal } from "../evidence/views/plan.ts";
import type { Contrast } from "../evidence/views/showing.ts";
import type { Engine, EngineEvent, ModelFacts } from "./port.ts";

/** An engine with one model open. */
export interface Opened {
  readonly engine: Engine;
  readonly model: ModelFacts;
  /** The bytes of an image that the engine can decode. */
  readonly image: ArrayBuffer;
}

const never = new AbortController().signal;
const quiet = () => undefined;
const SAMPLER = { temperature: 1, topP: 1, topK: 0, seed: 3 };
const image = "contract" as ImageId;
/** Float32 rounding of two passes. */
const ROUNDING = 1e-4;

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

/** The student sees the full image; the other sides are the full image again and the crop. */
function contrastFor(model: ModelId): Contrast {
  const contrast = contrastOf(
    regionalToGlobal({
      model,
      boxWords: null,
      image,
      size: { width: 24, height: 16 },
      box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 },
      question: "What is this?",
    }),
  );
  return { ...contrast, others: [{ role: "floor", showing: contrast.student }, ...contrast.others] };
}

/** Runs the contract against the engine that `open` returns, and closes it at the end. */
export function engineContract(name: string, open: () => Promise<Opened>): void {
  describe(`engine contract: ${name}`, () => {
    let engine: Engine;
    let facts: ModelFacts;
    let contrast: Contrast;
    const asked = (more: Partial<RolloutRequest> = {}): RolloutRequest => ({
      showing: contrast.student,
      sampler: SAMPLER,
      maxTokens: 5,
      ...more,
    });
    const answers = async (more: Partial<RolloutRequest> = {}): Promise<readonly Rollout[]> =>
      value(await engine.rollout(asked(more), never, quiet));
    const scored = (rollouts: readonly Rollout[], showing = contrast.student, signal = never) =>
      engine.score({ rollouts, role: "student", showing, temperature: 1, alternatives: 3 }, signal, quiet);
    const compared = (rollouts: readonly Rollout[], signal = never, under = contrast) =>
      engine.compare({ rollouts, contrast: under, divergence: JSD_HALF, alternatives: 3 }, signal, quiet);

    beforeAll(async () => {
      const opened = await open();
      ({ engine, model: facts } = opened);
      contrast = contrastFor(facts.id);
      value(await engine.addImage(image, opened.image));
    });
    afterAll(() => engine.close());

    test("a model belongs to the engine that opened it", () => {
      expect(engine.facts(facts.id)).toEqual(facts);
      expect(engine.facts("another" as ModelId)).toBeNull();
      expect(facts.weights).toMatchObject({ id: facts.id, version: 0, parent: null });
    });

    test("tokens are emitted as they are generated, and the run card names the weights", async () => {
      const events: EngineEvent[] = [];
      const answered = value(await engine.rollout(asked({ group: 2 }), never, (event) => events.push(event)));
      expect(answered.map(({ sibling }) => sibling)).toEqual([0, 1]);
      for (const { sibling, ids, texts, logProbs, card, end } of answered) {
        const emitted = events.filter((event) => event.kind === "token" && event.sibling === sibling);
        expect(emitted).toMatchObject(ids.map((token, index) => ({ token, index })));
        expect([texts.length, logProbs.length]).toEqual([ids.length, ids.length]);
        expect(ids.length).toBeGreaterThan(0);
        expect(["stopToken", "length"]).toContain(end);
        expect([card.weightsSha256, card.weights?.id]).toEqual([facts.weights.sha256, facts.id]);
      }
    });

    test("a sibling's answer depends only on the seed and its index", async () => {
      const idsOf = (group: readonly Rollout[]) => group.map(({ ids }) => ids);
      const three = await answers({ group: 3 });
      expect(idsOf(await answers({ group: 2 }))).toEqual(idsOf(three.slice(0, 2)));
      expect(idsOf(await answers({ group: 3 }))).toEqual(idsOf(three));
    });

    test("a branch begins with the tokens that it is given", async () => {
      const [first] = await answers({ sampler: GREEDY });
      const forced = (first?.ids ?? []).slice(0, 1);
      const [branch] = await answers({ forced });
      expect(branch?.ids.slice(0, 1)).toEqual(forced);
      expect(branch?.forced).toBe(1);
      expect(Math.abs((branch?.logProbs[0] ?? 0) - (first?.logProbs[0] ?? 1))).toBeLessThan(ROUNDING);
    });

    test("a whole answer that is given as a text is scored and not continued", async () => {
      const answer = "red cup";
      const [scoredAnswer] = await answers({ answer, maxTokens: 1 });
      const likelihood = { showing: contrast.student, answers: [answer] };
      const [sum] = value(await engine.likelihood(likelihood, never)) ?? [];
      const total = scoredAnswer?.logProbs.reduce((all: number, nats) => all + nats, 0);
      expect(Math.abs((total ?? Number.NaN) - (sum ?? 0))).toBeLessThan(ROUNDING);
      expect(scoredAnswer).toMatchObject({
        end: "stopToken",
        rebuilt: true,
        forced: scoredAnswer?.ids.length,
      });
    });

    test("an answer scored under its own showing has the log-probabilities with which it was generated", async () => {
      const group = await answers({ group: 3 });
      const scores = value(await scored(group));
      expect(scores).toHaveLength(3);
      for (const [i, { side, noiseFloor }] of scores.entries()) {
        const rollout = group[i] as Rollout;
        expect(side.role).toBe("student");
        for (const [t, nats] of side.logProb.entries())
          expect(Math.abs(nats - (rollout.logProbs[t] ?? Number.NaN))).toBeLessThan(ROUNDING);
        expect(side.logProb).toHaveLength(rollout.ids.length);
        expect(side.alternatives.every((row) => row.length <= 3)).toBe(true);
        expect(noiseFloor?.max).toBeLessThan(ROUNDING);
      }
      const crop = contrast.others[1]?.showing;
      for (const { noiseFloor } of value(await scored(group, crop))) expect(noiseFloor).toBeNull();
    });

    test("sides are compared in the order of the contrast, and the same view differs only by rounding", async () => {
      const group = await answers({ group: 2 });
      const replays = value(await compared(group));
      expect(replays).toHaveLength(2);
      for (const [i, replay] of replays.entries()) {
        expect(replay.end).toBe("done");
        expect(replay.contrast).toEqual(contrast);
        expect(replay.sides.map(({ role }) => role)).toEqual(["student", "floor", "teacher"]);
        const { length } = (group[i] as Rollout).ids;
        expect(replay.sides.map(({ logProb }) => logProb.length)).toEqual([length, length, length]);
        const [floor, teacher] = replay.pairs.map(({ logRatio }) =>
          Math.max(...given(logRatio).map(Math.abs)),
        );
        expect(floor).toBeLessThan(ROUNDING);
        expect(teacher).toBeGreaterThan(ROUNDING);
      }
    });

    test("a stopped run succeeds with the parts that were complete", async () => {
      const stopped = AbortSignal.abort();
      const group = await answers({ group: 2 });
      const cut = value(await engine.rollout(asked({ group: 2 }), stopped, quiet));
      expect(cut.map(({ end, ids }) => [end, ids.length])).toEqual([
        ["cancelled", 0],
        ["cancelled", 0],
      ]);
      expect(value(await scored(group, contrast.student, stopped))).toEqual([]);
      expect(value(await compared(group, stopped))).toEqual([]);
      const likelihood = { showing: contrast.student, answers: ["red cup"] };
      expect(value(await engine.likelihood(likelihood, stopped))).toBeNull();
    });

    test("an invalid request is a fault that gives the reason", async () => {
      const group = await answers();
      const elsewhere = { ...contrast.student, model: "another" as ModelId };
      const notFound = { ok: false, fault: { kind: "notFound" } };
      expect(await engine.rollout(asked({ showing: elsewhere }), never, quiet)).toMatchObject(notFound);
      expect(await scored(group, elsewhere)).toMatchObject(notFound);
      const under = { ...contrast, others: [{ role: "teacher" as const, showing: elsewhere }] };
      expect(await compared(group, never, under)).toMatchObject(notFound);
      const badInput = { ok: false, fault: { kind: "badInput" } };
      const large = asked({ group: facts.gives.largestGroup + 1 });
      expect(await engine.rollout(large, never, quiet)).toMatchObject(badInput);
      expect(await compared([])).toMatchObject(badInput);
      if (facts.gives.attention) return;
      const attention = { showing: contrast.student, picture: 0, box: { x: 0, y: 0, width: 1, height: 1 } };
      const unsupported = { ok: false, fault: { kind: "unsupported" } };
      expect(await engine.attention(attention, never)).toMatchObject(unsupported);
    });

    test("rows of few bins have the divergence of their probabilities", async () => {
      const logs = (...shares: readonly number[]) => Float64Array.from(shares, Math.log);
      const bins = [
        { student: logs(0.5, 0.3, 0.2), teacher: logs(0.1, 0.6, 0.3) },
        { student: logs(0.75, 0.25), teacher: logs(0.75, 0.25) },
      ];
      const divergence = { kind: "totalVariation" };
      const { values } = value(await engine.measureBins({ divergence, bins }));
      // (|.5 − .1| + |.3 − .6| + |.2 − .3|) / 2
      expect(values).toEqual([expect.closeTo(0.4, 5), expect.closeTo(0, 5)]);
    });

    test("a closed engine returns a fault", async () => {
      engine.close();
      const lost = { ok: false, fault: { kind: "workerLost" } };
      expect(await engine.rollout(asked(), never, quiet)).toMatchObject(lost);
    });
  });
}
