/** An SGLang server, in the shapes of its documentation: what it is asked, and what its answers give. */
import { expect, test } from "vitest";
import type { ImageId, Nats, TokenId } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { isMissing } from "../../evidence/column.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import { pictureAndText } from "../../evidence/views/showing.ts";
import { createFakeRemote } from "./fake-remote.testing.ts";
import { createFakeServer } from "./http/fake-server.testing.ts";
import type { Send } from "./http/transport.ts";
import { createTransport } from "./http/transport.ts";

const IMAGE = "image" as ImageId;
const quiet = () => undefined;

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

/** Requests to the server's own route, and a change to its answers. */
function spying(change: (text: string) => string = (text) => text) {
  const server = createFakeServer({ native: true });
  const bodies: Record<string, unknown>[] = [];
  const send: Send = async (path, body, signal) => {
    const sent = await server.send(path, body, signal);
    if (path !== "/generate") return sent;
    bodies.push(JSON.parse(JSON.stringify(body)));
    return { ...sent, text: change(sent.text) };
  };
  const transport = createTransport({
    title: "The engine lab",
    send,
    atOnce: () => 4,
    wait: async () => undefined,
    onPause: () => undefined,
  });
  return { bodies, transport };
}

async function opened(change?: (text: string) => string) {
  const { bodies, transport } = spying(change);
  const { engine } = createFakeRemote({}, { transport });
  const facts = await engine.open("small", NEVER);
  value(await engine.addImage(IMAGE, Uint8Array.of(1, 2, 3).buffer));
  return { bodies, engine, facts };
}

const sampler = (temperature: number) => ({ temperature, topP: 1, topK: 0, seed: 3 });

async function answered({ engine, facts }: Awaited<ReturnType<typeof opened>>, temperature: number) {
  const showing = pictureAndText(value(facts)?.id as never, { source: IMAGE, edits: [] }, "What is it?");
  const request = { showing, sampler: sampler(temperature), maxTokens: 4 };
  const [rollout] = value(await engine.rollout(request, NEVER, quiet)) as [Rollout];
  const scored = (answer: Rollout) =>
    engine.score(
      { rollouts: [answer], role: "student", showing, temperature: 1, alternatives: 3 },
      NEVER,
      quiet,
    );
  return { rollout, scored };
}

test("it is recognised by its own route, and what is unproven is said", async () => {
  const { facts } = await opened();
  expect(value(facts)).toMatchObject({
    gives: { logits: { kind: "topK", most: 128 } },
    served: { noise: { replay: 0, beside: 0, others: 3 }, remarks: [expect.stringContaining("never run")] },
  });
});

test("ids go with one placeholder a picture and the pictures beside them, rows from the first position on", async () => {
  const connection = await opened();
  const { rollout, scored } = await answered(connection, 1);
  connection.bodies.length = 0;
  const [found] = value(await scored(rollout));
  const [body] = connection.bodies;
  expect(body).toMatchObject({
    image_data: [expect.stringMatching(/^data:image\/png;base64,/)],
    sampling_params: { max_new_tokens: 0 },
    return_logprob: true,
    logprob_start_len: 0,
    top_logprobs_num: 3,
  });
  const ids = body?.["input_ids"] as number[];
  expect(ids.slice(-rollout.ids.length)).toEqual(rollout.ids);
  // "<|image_pad|>" of the fake server, which it puts in three times for a picture.
  expect(ids.filter((id) => id === 2)).toHaveLength(1);
  expect(found?.side.alternatives.map((row) => row.length)).toEqual([3, 3, 3, 3]);
  expect(found?.noiseFloor?.max).toBe(0);
  expect(isMissing(found?.side.rank ?? [])).toBe(true);
  expect(rollout.card.runtime).toBe("SGLang, SGLang's generate with input_ids and image_data");
});

test("an answer sampled at another temperature has the log-probabilities at temperature 1", async () => {
  const connection = await opened();
  const { rollout, scored } = await answered(connection, 2);
  const [found] = value(await scored(rollout));
  expect(rollout.logProbs).toEqual(found?.side.logProb);
});

test("other tokens than the student's in the server's rows are refused", async () => {
  const connection = await opened();
  const { rollout, scored } = await answered(connection, 1);
  const other: Rollout = {
    ...rollout,
    ids: rollout.ids.map(() => 9999 as TokenId),
    logProbs: [0, 0, 0, 0] as Nats[],
  };
  const shifted = await opened((text) =>
    text.replaceAll('"input_token_logprobs":[', '"input_token_logprobs":[[-1,0,"a"],'),
  );
  expect(shifted.facts.ok).toBe(true);
  const cut = await opened((text) =>
    text.replace(/"input_token_logprobs":\[.*?\],"input_top/, '"input_token_logprobs":[],"input_top'),
  );
  expect(cut.facts).toMatchObject({ ok: false, fault: { kind: "corrupt" } });
  const renamed = await opened((text) =>
    text.replaceAll(/\[(-?[\d.e-]+|null),(\d+),/g, (_, nats, id) => `[${nats},${Number(id) + 1},`),
  );
  expect(renamed.facts).toMatchObject({ ok: false, fault: { kind: "idsChanged" } });
  expect((await scored(other)).ok).toBe(false);
});
