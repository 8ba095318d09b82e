/** For tests: a loaded model without an engine around it, and the laws that hold for any model. */

import { expect } from "vitest";
import type { ImageId, ModelId, TokenId } from "../../../src/base/ids.ts";
import { type Outcome, success } from "../../../src/base/outcome.ts";
import { type LoadedModel, loadedModelOf } from "../../../src/engine/local/models/loaded-model.ts";
import type { LoadedModels } from "../../../src/engine/local/models/loaded-models.ts";
import { createMeasure } from "../../../src/engine/local/numbers/measure.ts";
import { unqueued } from "../../../src/engine/local/queue/unqueued.testing.ts";
import { runReplay } from "../../../src/engine/local/runs/replay.ts";
import { runRollout } from "../../../src/engine/local/runs/rollout.ts";
import { JSD_HALF, type Replay } from "../../../src/evidence/replay.ts";
import { GREEDY, type Rollout } from "../../../src/evidence/rollout.ts";
import { contrastOf, regionalToGlobal } from "../../../src/evidence/views/plan.ts";
import type { Contrast } from "../../../src/evidence/views/showing.ts";
import type { OpenModel, Sequence } from "../../../src/model/adapter.ts";
import { asFloats } from "../../../src/model/tensors.ts";
import { storedWeights } from "../../../src/model/weights.ts";
import type { Pixels } from "../../../src/view/pixels.ts";

/** The value of an outcome that must be one. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

const ran = {
  build: "",
  modelBackend: "",
  numbersBackend: "",
  adapter: "",
  runtime: "",
};
const silent = () => undefined;
const subject = {
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 },
  question: "What is this?",
};
/** The full image, beside the crop at twice its size. */
export const contrast: Contrast = contrastOf(regionalToGlobal(subject));

/** A model that is all the models there are, whatever it is called. */
export function alone(loaded: LoadedModel): LoadedModels {
  return { find: () => success(loaded), tokensOf: () => success(loaded.model.manifest) };
}

/** A loaded model whose one image is `picture`; numbers in float64 unless a device is given. */
export function loadedFor(model: OpenModel, picture: Pixels, device: GPUDevice | null = null): LoadedModel {
  const fail = () => {
    throw new Error("not in this store");
  };
  const images = { get: () => ({ ok: true, value: picture }) as const, add: fail, remove: fail };
  const measure = createMeasure(device === null ? "cpu" : "wgsl", device, model.vocabularySize);
  return loadedModelOf(model, storedWeights(model.manifest), images, measure, ran);
}

interface Answer {
  readonly rollout: Rollout;
  readonly replay: Replay;
}

/** A rollout of six tokens, and what the contrast's sides say to them; the student's side twice. */
export async function answerAndReplay(loaded: LoadedModel): Promise<Answer> {
  const request = { showing: contrast.student, sampler: GREEDY, maxTokens: 6 };
  const [rollout] = value(await runRollout(loaded, request, unqueued(), silent));
  if (rollout === undefined) throw new Error("no answer");
  const others = [{ role: "floor" as const, showing: contrast.student }, ...contrast.others];
  const asked = {
    rollouts: [rollout],
    contrast: { ...contrast, others },
    divergence: JSD_HALF,
    alternatives: 2,
  };
  const [replay] = value(await runReplay(alone(loaded), asked, unqueued(), silent));
  if (replay === undefined) throw new Error("no replay");
  return { rollout, replay };
}

/** One pass equals token by token within 1e-4 nats, and the crop is read differently. */
export function expectLaws({ rollout, replay }: Answer): void {
  expect(rollout.ids.length).toBeGreaterThan(0);
  const [student, floor, teacher] = replay.sides;
  for (const side of [student, floor]) {
    side?.logProb.forEach((nats, t) => {
      expect(Math.abs(nats - (rollout.logProbs[t] ?? 0))).toBeLessThan(1e-4);
    });
  }
  expect(replay.noiseFloor?.max).toBeLessThan(1e-4);
  const differences = teacher?.logProb.map((nats, t) => Math.abs(nats - (rollout.logProbs[t] ?? 0))) ?? [];
  expect(Math.max(...differences)).toBeGreaterThan(1e-4);
}

/** Logits [ids + 1, vocabulary] after the prompt's last token and some ids, fed at once or one by one. */
export async function logitsAfter(
  model: OpenModel,
  picture: Pixels,
  ids: readonly TokenId[],
  oneByOne: boolean,
): Promise<readonly number[]> {
  const features = value(await model.encode(picture));
  const turn = [{ kind: "picture", features } as const, { kind: "text", text: "What is this?" } as const];
  const prefix = value(await model.prefill(turn));
  const found: number[] = [];
  let sequence: Sequence = prefix.sequence;
  const fed = [prefix.pending, ...ids];
  for (const part of oneByOne ? fed.map((id) => [id]) : [fed]) {
    const { rows, next } = value(await sequence.advance([{ from: 0, ids: part }]));
    const start = rows.first * model.vocabularySize;
    const logits = asFloats(rows.logits)?.data ?? new Float32Array();
    found.push(...logits.subarray(start, start + rows.count * model.vocabularySize));
    sequence = next;
  }
  return found;
}
