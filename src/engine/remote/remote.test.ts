/** A served model through its engine: what connecting finds, what scoring gives, and every way in which it fails. */
import { expect, test } from "vitest";
import type { ImageId, ModelId, TokenId } from "../../base/ids.ts";
import type { Fault, Outcome } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { isMissing } from "../../evidence/column.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { pictureAndText } from "../../evidence/views/showing.ts";
import { createEngines } from "../engines.ts";
import { createFakeEngine } from "../fake-engine.testing.ts";
import type { ModelFacts } from "../port.ts";
import { createFakeRemote, type FakeRemote } from "./fake-remote.testing.ts";
import { END, refusal, STOP } from "./http/fake-model.testing.ts";
import type { FakeServerSettings } from "./http/fake-server.testing.ts";

const IMAGE = "image" as ImageId;
const quiet = () => undefined;
const SAMPLER = { temperature: 1, topP: 1, topK: 0, seed: 3 };

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

function faultOf(outcome: Outcome<unknown>): Fault {
  if (outcome.ok) throw new Error("It succeeded.");
  return outcome.fault;
}

const showingOf = (model: ModelId, text = "What is it?") =>
  pictureAndText(model, { source: IMAGE, edits: [] }, text);

interface Connected extends FakeRemote {
  readonly facts: ModelFacts;
}

async function connected(
  server: FakeServerSettings = {},
  more: Parameters<typeof createFakeRemote>[1] = {},
): Promise<Connected> {
  const remote = createFakeRemote(server, more);
  const facts = value(await remote.engine.open("small", NEVER));
  if (facts === null) throw new Error("It was stopped.");
  value(await remote.engine.addImage(IMAGE, Uint8Array.of(1, 2, 3).buffer));
  return { ...remote, facts };
}

async function answered({ engine, facts }: Connected, maxTokens = 4): Promise<Rollout> {
  const request = { showing: showingOf(facts.id), sampler: SAMPLER, maxTokens };
  return value(await engine.rollout(request, NEVER, quiet))[0] as Rollout;
}

const scoreOf = ({ engine, facts }: Connected, rollout: Rollout, alternatives = 5, temperature = 1) =>
  engine.score(
    {
      rollouts: [rollout],
      role: "teacher",
      showing: showingOf(facts.id, "And now?"),
      temperature,
      alternatives,
    },
    NEVER,
    quiet,
  );

test("connecting says which models there are, what a model can, and what lifts what it cannot", async () => {
  const { engine } = createFakeRemote();
  expect(value(await engine.models(NEVER))).toEqual(["small"]);
  const { facts } = await connected({ maxLogProbs: 20 });
  expect(facts).toMatchObject({
    id: "engine:lab/small",
    gives: { logits: { kind: "topK", most: 20 }, entropy: false, gradients: false },
    served: { engine: "lab", host: "127.0.0.1:8000", noise: { replay: 0, beside: 0, others: 3 } },
  });
  expect(facts.served?.remarks).toEqual([expect.stringContaining("--max-logprobs 100")]);
  expect((await connected({ scaleOut: false })).facts.served?.remarks[0]).toContain("--enable-scale-out");
});

test("the route is part of the run card, and ids are sent as ids where the server takes them", async () => {
  const byIds = await connected();
  const rollout = await answered(byIds);
  expect(rollout.card).toMatchObject({
    modelBackend: "remote",
    adapter: "127.0.0.1:8000",
    runtime: "vLLM 0.32.0, render, then token ids with prompt_logprobs",
    weightsSha256: "unknown:small@127.0.0.1:8000",
  });
  byIds.server.asked.length = 0;
  value(await scoreOf(byIds, rollout));
  expect(byIds.server.asked).toEqual(["/v1/chat/completions/render", "/inference/v1/generate"]);
  const byText = await connected({ scaleOut: false });
  byText.server.asked.length = 0;
  value(await scoreOf(byText, await answered(byText)));
  expect(byText.server.asked).toEqual(["/v1/chat/completions", "/detokenize", "/v1/chat/completions"]);
});

test("scoring lists as many alternatives as are asked for and the server gives, and ranks that are the server's", async () => {
  const few = await connected({ maxLogProbs: 3 });
  const [scored] = value(await scoreOf(few, await answered(few), 10));
  expect(scored?.side.alternatives.map((row) => row.length)).toEqual([3, 3, 3, 3]);
  expect(isMissing(scored?.side.entropy ?? [])).toBe(true);
  const ranks = scored?.side.rank ?? [];
  for (const [t, row] of (scored?.side.alternatives ?? []).entries()) {
    const logProbs = row.map(({ logProb }) => logProb);
    expect(logProbs).toEqual([...logProbs].sort((a, b) => b - a));
    const place = row.findIndex(({ logProb }) => logProb === scored?.side.logProb[t]);
    if (place >= 0) expect((ranks as number[])[t]).toBe(place + 1);
  }
});

test("an answer whose text gives other ids is refused, and is scored where ids are sent", async () => {
  for (const [scaleOut, kind] of [
    [false, "idsChanged"],
    [true, null],
  ] as const) {
    const remote = await connected({ scaleOut, merges: true });
    const rollout = await answered(remote);
    // "t" and "h" as two tokens, which reading makes one.
    const ids = [..."th"].map(
      (letter) => 4 + [..." \nabcdefghijklmnopqrstuvwxyz"].indexOf(letter),
    ) as TokenId[];
    const split = { ...rollout, ids, texts: ["t", "h"], logProbs: rollout.logProbs.slice(0, 2) };
    const scored = await scoreOf(remote, split);
    expect(scored.ok ? null : scored.fault.kind).toBe(kind);
  }
});

test("a template that changes an answer which is continued is refused where there is no other way", async () => {
  const { engine } = createFakeRemote({ scaleOut: false, opening: "<t></t>\n" });
  expect(faultOf(await engine.open("small", NEVER))).toMatchObject({
    kind: "unsupported",
    hint: expect.stringContaining("--enable-scale-out"),
  });
  expect((await connected({ opening: "<t></t>\n" })).facts.served?.noise.replay).toBe(0);
});

test("a server that does not look at pictures is found out", async () => {
  const { engine } = createFakeRemote({ sees: false });
  expect(faultOf(await engine.open("small", NEVER)).kind).toBe("noVision");
});

test.each([
  [401, "Unauthorized", "unauthorised"],
  [404, "The model does not exist", "unsupported"],
  [413, "Too large", "tooLarge"],
  [400, "This model's maximum context length is 1024 tokens.", "tooLarge"],
  [400, "small is not a multimodal model", "noVision"],
  [400, "Requested prompt logprobs of 8, which is greater than max allowed: 5", "tooFewLogProbs"],
  [400, "Something else", "badInput"],
  [500, "Internal", "unreachable"],
])("%i with “%s” is a fault of kind %s, with the server's words", async (status, words, kind) => {
  const refusals: ReturnType<typeof refusal>[] = [];
  const remote = await connected({ refusals });
  const rollout = await answered(remote);
  refusals.push(refusal(status, words));
  const fault = faultOf(await scoreOf(remote, rollout));
  expect([fault.kind, fault.message.includes(words)]).toEqual([kind, true]);
});

test("a busy server is asked again, after as long as it says or longer each time, and at last given up", async () => {
  const again = createFakeRemote({
    refusals: [refusal(429, "busy", "2"), refusal(503, "busy"), refusal(503, "busy")],
  });
  value(await again.engine.open("small", NEVER));
  expect(again.waits).toEqual([2000, 1000, 2000]);
  const never = createFakeRemote({ refusals: Array.from({ length: 9 }, () => refusal(429, "busy")) });
  expect(faultOf(await never.engine.open("small", NEVER)).kind).toBe("rateLimited");
  expect(never.waits).toHaveLength(5);
});

test("no more requests are under way at once than allowed", async () => {
  const remote = await connected({}, { atOnce: () => 2 });
  const request = { showing: showingOf(remote.facts.id), sampler: SAMPLER, maxTokens: 2, group: 9 };
  const group = value(await remote.engine.rollout(request, NEVER, quiet));
  const scored = await remote.engine.score(
    { rollouts: group, role: "student", showing: request.showing, temperature: 1, alternatives: 2 },
    NEVER,
    quiet,
  );
  expect(value(scored)).toHaveLength(9);
  expect(remote.server.most()).toBe(2);
});

test("nothing is sent of a person's before they agree, and refusing counts as stopped", async () => {
  let agrees = false;
  const remote = await connected({}, { mayDisclose: async () => agrees });
  remote.server.asked.length = 0;
  const refused = await answered(remote);
  expect([refused.end, refused.ids]).toEqual(["cancelled", []]);
  const known: Rollout = {
    ...refused,
    ids: [4 as TokenId],
    texts: [" "],
    logProbs: [-1 as never],
    end: "length",
  };
  expect(value(await scoreOf(remote, known))).toEqual([]);
  const likelihood = { showing: showingOf(remote.facts.id), answers: ["a"] };
  expect(value(await remote.engine.likelihood(likelihood, NEVER))).toBeNull();
  expect(remote.server.asked).toEqual([]);
  agrees = true;
  expect((await answered(remote)).ids).toHaveLength(4);
});

test("the likelihood of a choice is that of its tokens and of the stop token", async () => {
  const remote = await connected();
  const greedy = { showing: showingOf(remote.facts.id), sampler: GREEDY, maxTokens: 200 };
  const [answer] = value(await remote.engine.rollout(greedy, NEVER, quiet));
  if (answer?.end !== "stopToken") throw new Error("The answer should end.");
  const text = answer.texts.slice(0, -1).join("");
  const [nats] =
    value(await remote.engine.likelihood({ showing: greedy.showing, answers: [text] }, NEVER)) ?? [];
  expect(nats).toBeCloseTo(
    answer.logProbs.reduce((sum: number, each) => sum + each, 0),
    5,
  );
});

test("a temperature other than 1, whole rows, and a view at an unknown size are refused with the reason", async () => {
  const remote = await connected();
  const rollout = await answered(remote);
  expect(faultOf(await scoreOf(remote, rollout, 5, 2)).kind).toBe("unsupported");
  const showing = showingOf(remote.facts.id);
  const token = { rollout, student: showing, other: showing, divergence: JSD_HALF, token: 0, entries: 1 };
  expect(faultOf(await remote.engine.token(token, NEVER)).kind).toBe("unsupported");
  const resized = pictureAndText(remote.facts.id, { source: IMAGE, edits: [{ kind: "resized" }] }, "?");
  const asked = await remote.engine.rollout(
    { showing: resized, sampler: GREEDY, maxTokens: 2 },
    NEVER,
    quiet,
  );
  expect(faultOf(asked).kind).toBe("unsupported");
});

test("a student in the tab has a remote teacher where its ids have the same text there, and else is refused", async () => {
  const remote = await connected();
  const local = createFakeEngine();
  const student = local.open("student" as ModelId);
  // More tokens than the server has; the fake model's own few words are fewer.
  let vocabularySize = 4096;
  let end = END;
  const facts = (model: ModelId) => {
    const known = local.facts(model);
    return known === null
      ? null
      : { ...known, vocabularySize, ends: [{ token: STOP as TokenId, text: end }] };
  };
  const engines = createEngines();
  engines.add({ ...local, facts });
  engines.add(remote.engine);
  value(await engines.addImage(IMAGE, Uint8Array.of(1, 2, 3).buffer));
  const asked = { showing: showingOf(student.id), sampler: SAMPLER, maxTokens: 3 };
  const [rollout] = value(await engines.rollout(asked, NEVER, quiet)) as [Rollout];
  const contrast = {
    student: showingOf(student.id),
    others: [{ role: "teacher" as const, showing: showingOf(remote.facts.id) }],
  };
  const compare = (answer: Rollout) =>
    engines.compare({ rollouts: [answer], contrast, divergence: JSD_HALF, alternatives: 3 }, NEVER, quiet);
  expect(faultOf(await compare(rollout)).kind).toBe("idsChanged");
  // The same ids, as the letters that they are on the server.
  const [first = 4, second = 4] = rollout.ids;
  const letters = [..." \nabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const ids = [first, second].map((id) => Math.max(4, id)) as TokenId[];
  const texts = ids.map((id) => letters[id - 4] ?? "");
  const same = { ...rollout, ids, texts, logProbs: rollout.logProbs.slice(0, 2) };
  expect(value(await compare(same))[0]?.sides.map(({ role }) => role)).toEqual(["student", "teacher"]);
  end = "</s>";
  expect(faultOf(await compare(same)).message).toContain(
    "reads the tokens that end an answer (</s>) as “<|im_end|>”",
  );
  end = END;
  vocabularySize = 12;
  expect(faultOf(await compare(same)).message).toMatch(/lists the token \d+, .* their vocabularies differ/);
  const reversed = {
    student: contrast.others[0]?.showing ?? contrast.student,
    others: [{ role: "teacher" as const, showing: contrast.student }],
  };
  const mine = await answered(remote);
  const refused = await engines.compare(
    { rollouts: [mine], contrast: reversed, divergence: JSD_HALF, alternatives: 3 },
    NEVER,
    quiet,
  );
  expect(faultOf(refused).kind).toBe("badInput");
});
