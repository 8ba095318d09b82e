/** Records as the programs write them, field by field; what the fields mean follows from the code that writes them. */
import { describe, expect, test } from "vitest";
import { hasQuantity, type LoggedRollout, sampledReverseKl, tokenCount } from "../rollout.ts";
import { formatOf, rolloutsOf } from "./catalog.ts";

const where = { path: "run/7.jsonl", place: "7.jsonl, line 1" };

function read(record: object, path = where.path): readonly LoggedRollout[] {
  const found = rolloutsOf(record as Record<string, unknown>, { ...where, path });
  if ("reason" in found) throw new Error(found.reason);
  return found;
}

const verl = { input: "user\nWhat?\nassistant\n", output: "A fox.", gts: "a fox", score: 0.5, step: 7 };

const primeRl = {
  ...{ schema_version: 1, step: 90, export_step: 12, rank: 0, run_id: null, env_name: "vision" },
  token_ids: [5, 6, 7, 8, 9, 10],
  position_ids: [0, 1, 2, 3, 4, 5],
  loss_mask: [false, false, true, false, true, false],
  advantages: [null, null, -0.5, null, -0.5, null],
  losses: [{}, {}, { rl: { advantage: -0.5, mask: true } }, {}, {}, {}],
  rewards: [null, null, 1, 1, 1, null],
  inference_logprobs: [0, 0, -1, -2, -3, 0],
  trainer_logprobs: [0, 0, -1.5, -2, -3.5, 0],
  entropy: [0, 0, 0.25, 0.5, 0.75, 0],
  mismatch_kl: [null, null, null, null, null, null],
};

describe("verl", () => {
  test("its rollouts, with V-Zero's fields and those of a reward function", () => {
    const [rollout] = read({
      ...verl,
      ...{ request_id: "r1", image_path: "/data/a.jpg", opd_score: 0.25, opd_weight: 2, opd_advantage: 1.5 },
      ...{ advantage: 1.5, pred: "fox" },
    });
    expect(rollout).toMatchObject({
      format: "verl",
      step: 7,
      prompt: verl.input,
      response: "A fox.",
      reference: "a fox",
      reward: 0.5,
      advantage: 1.5,
      group: "r1",
      images: ["/data/a.jpg"],
      tokens: null,
      fields: { opd_score: 0.25, opd_weight: 2, opd_advantage: 1.5, pred: "fox" },
    });
    expect(rollout && hasQuantity(rollout, "ids")).toBe(false);
  });

  test("the step is that of the file's name where a line has none; a path of images may be printed by Python", () => {
    const { step: _, ...stepless } = verl;
    expect(read(stepless)[0]?.step).toBe(7);
    expect(read(stepless, "run/log.jsonl")[0]?.step).toBeNull();
    expect(read({ ...verl, image_path: "['a.jpg', 'b.jpg']" })[0]?.images).toEqual(["a.jpg", "b.jpg"]);
  });

  test("values of a wrong type are missing: none is guessed", () => {
    const [rollout] = read({
      ...verl,
      score: [1],
      step: -3,
      gts: { a: 1 },
      image_path: 7.5,
      advantage: "much",
    });
    expect(rollout).toMatchObject({ reward: null, step: 7, advantage: null, reference: '{"a":1}' });
  });
});

describe("TRL and ms-swift", () => {
  test("a line of lists has one rollout per completion; rewards between completion and advantage are summed", () => {
    const rollouts = read({
      step: ["3", "3"],
      prompt: ["p1", "p2"],
      completion: ["c1", "c2"],
      accuracy: [1, 0],
      format: [0.5, 0.25],
      advantages: [0.7, -0.7],
      entropy: [[0.5, 0.25], [0.125]],
      num_turns: [1, 2],
    });
    expect(rollouts).toMatchObject([
      {
        step: 3,
        prompt: "p1",
        response: "c1",
        reward: 1.5,
        advantage: 0.7,
        place: "7.jsonl, line 1, completion 1",
      },
      { step: 3, prompt: "p2", response: "c2", reward: 0.25, advantage: -0.7 },
    ]);
    expect(rollouts.map(tokenCount)).toEqual([2, 1]);
    expect(rollouts[1]?.fields).toEqual({ accuracy: 0, format: 0.25, num_turns: 2 });
  });

  test("a row of TRL, and GKD's lines without rewards", () => {
    const row = { step: 10, prompt: "p", completion: "c", accuracy_reward: 1, advantage: 0.5 };
    expect(read(row)).toMatchObject([{ step: 10, reward: 1, advantage: 0.5 }]);
    const gkd = { gen_step: [4], messages: [[{ role: "user", content: "Hi" }]], completion: ["yes"] };
    expect(read(gkd)).toMatchObject([{ step: 4, prompt: "user\nHi", response: "yes", reward: null }]);
  });

  test("conversations are written with who speaks, images in them are left to the data", () => {
    const content = [{ type: "image" }, { type: "text", text: "What?" }];
    const row = {
      step: 1,
      prompt: [{ role: "user", content }],
      completion: [{ role: "assistant", content: "A cup." }],
    };
    expect(read(row)).toMatchObject([{ prompt: "user\nWhat?", response: "A cup." }]);
  });

  test("lists of different lengths leave values out", () => {
    const rollouts = read({ step: ["1"], prompt: ["p"], completion: ["a", "b"], reward: [1] });
    expect(rollouts.map(({ step, reward }) => [step, reward])).toEqual([
      [1, 1],
      [null, null],
    ]);
  });
});

describe("prime-rl", () => {
  test("the answer is what is trained on, with its numbers per token", () => {
    const [rollout] = read(primeRl);
    expect(rollout).toMatchObject({
      step: 12,
      promptIds: [5, 6],
      reward: 1,
      advantage: -0.5,
      response: null,
    });
    expect(rollout?.tokens).toEqual({
      ids: [7, 8, 9],
      texts: null,
      columns: {
        loss_mask: [1, 0, 1],
        advantages: [-0.5, null, -0.5],
        rewards: [1, 1, 1],
        student_logprob: [-1, -2, -3],
        trainer_logprobs: [-1.5, -2, -3.5],
        entropy: [0.25, 0.5, 0.75],
      },
    });
    expect(rollout?.fields).toEqual({ step: 90, rank: 0, run_id: null, losses: primeRl.losses });
  });

  test.each([
    [{ ...primeRl, schema_version: 2 }, "schema version is 2"],
    [{ ...primeRl, loss_mask: [true] }, "not lists of the same length"],
    [{ ...primeRl, loss_mask: primeRl.loss_mask.map(() => false) }, "None of its tokens"],
    [{ ...primeRl, token_ids: ["a", "b"] }, "not lists of the same length"],
  ])("%#: one that cannot be read says why", (record, reason) => {
    expect(rolloutsOf(record, where)).toEqual({ reason: expect.stringContaining(reason) });
  });
});

describe("tokens and metrics", () => {
  const line = {
    ...{ tokens: ["A", " fox"], metrics: { student_logprob: [-1, -2], teacher_logprob: [-3, -Infinity] } },
    ...{ ids: [1, 2], step: 4, response: "A fox", next_tokens: [{}, {}] },
  };

  test("what other viewers read, and what Fovea adds; the rest is kept", () => {
    const [rollout] = read(line);
    expect(rollout).toMatchObject({ step: 4, tokens: { ids: [1, 2], texts: ["A", " fox"] } });
    expect(rollout?.fields).toEqual({ next_tokens: [{}, {}] });
    expect(read({ tokens: ["a", "b"], metrics: {} })[0]).toMatchObject({ response: "ab" });
  });

  test("the estimate of the reverse KL is the mean over the tokens that count", () => {
    const metrics = { student_logprob: [-1, -2, -4], teacher_logprob: [-3, -2.5, -1], loss_mask: [1, 1, 0] };
    const [rollout] = read({ tokens: ["a", "b", "c"], metrics });
    expect(rollout && sampledReverseKl(rollout)).toBe(1.25);
    expect(sampledReverseKl({ tokens: null })).toBeNull();
    const [infinite] = read(line);
    expect(infinite && sampledReverseKl(infinite)).toBe(Infinity);
  });

  test.each([
    [{ ...line, ids: [1] }, "differ in length"],
    [{ ...line, metrics: { x: ["a", "b"] } }, "metric x"],
    [{ ...line, tokens: [1, 2] }, "not a list of texts"],
    [{ ...line, ids: [1.5, 2] }, "not a list of token ids"],
  ])("%#: one that does not fit together says why", (record, reason) => {
    expect(rolloutsOf(record, where)).toEqual({ reason: expect.stringContaining(reason) });
  });
});

test("questions of a suite, models and other records are no log", () => {
  const records = [
    { image: "a.png", question: "What?", answer: "A" },
    { prompt: "Hi", completion: "Hello" },
    { input: "x", output: "y" },
    { images: ["a"], query: "q" },
    {},
  ];
  expect(records.map(formatOf)).toEqual(records.map(() => null));
});
