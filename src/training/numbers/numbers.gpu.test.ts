/** What kernels compute of a step's answers against float64, for every loss of the recipes. */

import "../../base/dispose.ts";
import { expect, test, vi } from "vitest";
import { device } from "../../../scripts/model/testing/gpu.testing.ts";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { TokenId } from "../../base/ids.ts";
import { seeded } from "../../base/random.ts";
import { readRows } from "../../engine/local/device/read-back.ts";
import { recipes } from "../../lab/recipe/catalog.ts";
import type { TrainingLoss } from "../../lab/recipe/recipe.ts";
import type { KeptAnswer, ScoredAnswer } from "../packed/decoder.ts";
import { deviceNumbers } from "./device-numbers.ts";
import { createStore, cutRows } from "./device-rows.ts";
import { hostNumbers } from "./host-numbers.ts";
import type { PerToken } from "./row-numbers.ts";

// Every divergence is a program to compile, seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const V = 131;
const random = seeded(5);
const lengths = [3, 1, 4];
const ids = lengths.map((length) => Array.from({ length }, () => random.below(V) as TokenId));
const scored = (): readonly ScoredAnswer[] =>
  ids.map((own) => ({
    ids: own,
    logits: Float32Array.from({ length: own.length * V }, () => 2 * random.normal()),
  }));
const perToken = (): PerToken => lengths.map((length) => Array.from({ length }, () => random.normal()));
const [student, teacher, advantages, coefficients] = [scored(), scored(), perToken(), perToken()];
const inMemory = hostNumbers(null, V);

/** The same answers with their rows on the device, in the store. */
function onDevice(store: ReturnType<typeof createStore>, answers: readonly ScoredAnswer[]) {
  const buffer = store.buffer(lengths.reduce((a, b) => a + b) * V);
  device.queue.writeBuffer(buffer, 0, Float32Array.from(answers.flatMap(({ logits }) => [...logits])));
  const rows = cutRows(buffer, lengths, V);
  return answers.map((answer, i) => ({ ids: answer.ids, logits: rows[i] as (typeof rows)[number] }));
}

async function floatsOf({ logits }: Pick<KeptAnswer, "logits">): Promise<readonly number[]> {
  if (logits instanceof Float32Array) return [...logits];
  return [...value(await readRows(device, logits)).data];
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((number, i) => Math.abs(number - (found[i] ?? Number.NaN))));
  expect(worst).toBeLessThan(1e-5 * Math.max(1, largest));
}

test("log-probabilities, divergences and mixed logits", async () => {
  using store = createStore(device);
  using numbers = deviceNumbers(device, V);
  const [own, theirs] = [onDevice(store, student), onDevice(store, teacher)];
  expectClose(value(await numbers.logProbs(own)).flat(), value(await inMemory.logProbs(student)).flat());
  for (const kind of [{ kind: "jsd", beta: 0.5 }, { kind: "reverseKl" }])
    expectClose(
      value(await numbers.divergences(kind, own, theirs)).flat(),
      value(await inMemory.divergences(kind, student, teacher)).flat(),
    );
  const mixed = value(await numbers.mixed(own, theirs, 0.05));
  const expected = value(await inMemory.mixed(student, teacher, 0.05));
  for (const [i, answer] of mixed.entries())
    expectClose(await floatsOf(answer), await floatsOf(expected[i] as KeptAnswer));
  expectClose(await floatsOf(own[0] as KeptAnswer), await floatsOf(student[0] as KeptAnswer));
});

const known = new Map(recipes.map(({ loss }) => [JSON.stringify(loss), loss]));

test.each([...known])("the loss %s and its gradient", async (_, loss) => {
  using store = createStore(device);
  using numbers = deviceNumbers(device, V);
  // The answers were drawn when a token was likelier or less likely than now.
  const before = value(await inMemory.logProbs(student)).map((row, i) =>
    row.map((nats, t) => nats + 0.3 * (advantages[i]?.[t] ?? 0)),
  );
  const rest = { advantages, drawn: before, coefficients };
  const own = { ...rest, answers: onDevice(store, student), teacher: onDevice(store, teacher) };
  const found = value(await numbers.losses(loss as TrainingLoss, own));
  const expected = value(await inMemory.losses(loss as TrainingLoss, { ...rest, answers: student, teacher }));
  expectClose(found.losses.flat(), expected.losses.flat());
  expectClose(found.entropies.flat(), expected.entropies.flat());
  for (const [i, logits] of found.ofLogits.entries())
    expectClose(await floatsOf({ logits }), await floatsOf({ logits: expected.ofLogits[i] as Float32Array }));
});
