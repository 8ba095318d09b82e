/** An answer of a log scored by the open model, which a stub stands for here. */
import { beforeEach, expect, test, vi } from "vitest";
import type { ModelId, Nats, TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import type { Rollout, RolloutRequest } from "../../evidence/rollout.ts";
import type { LogApi } from "../../log/worker/api.ts";
import { runCard } from "../../session/exports/run-card.ts";
import { pngHeader } from "../../suite/open/folder-fixture.testing.ts";
import { createAppServices } from "../services.ts";
import { createSessionActions } from "../sessions/session-actions.ts";
import { createAppStore } from "../state.ts";
import { createLogsStore } from "./logs-state.ts";
import { scoreAnew } from "./score-anew.ts";

const facts = { id: "m" as ModelId, title: "Stub", boxWords: null, served: null } as ModelFacts;
const card = {
  build: "b",
  modelBackend: "wasm",
  numbersBackend: "cpu",
  adapter: "",
  weightsSha256: "",
  runtime: "",
};

const rollout = {
  ...({
    place: "3.jsonl, line 2",
    format: "verl",
    step: 3,
    prompt: "",
    promptIds: null,
    reference: null,
  } as const),
  ...{ reward: 1, advantage: null, group: null, images: [], tokens: null, subject: null, fields: {} },
};

function setUp(response: string | null) {
  const asked: RolloutRequest[] = [];
  const engine = {
    facts: (id: ModelId) => (id === facts.id ? facts : null),
    addImage: async () =>
      success({ size: { width: 8, height: 8 }, format: "PNG", animated: false, notes: [] }),
    async rollout(request: RolloutRequest): Promise<Outcome<readonly Rollout[]>> {
      asked.push(request);
      const { showing, sampler } = request;
      const [ids, logProbs] = [[5, 1] as TokenId[], [-1, -0.5] as Nats[]];
      const answer = {
        showing,
        sampler,
        sibling: 0,
        forced: 2,
        ids,
        texts: ["A fox", "<end>"],
        logProbs,
        card,
      };
      return success([{ ...answer, end: "stopToken", rebuilt: true }]);
    },
  } as unknown as Engine;
  const services = createAppServices(createAppStore());
  services.engines.add(engine);
  const store = createLogsStore();
  const blob = new Blob([pngHeader({ width: 100, height: 50 })]);
  const box = { x: 0.1, y: 0.1, width: 0.4, height: 0.4 };
  const subject = {
    ...{ question: "What?", answer: "fox", image: { name: "a.png", blob }, size: { width: 100, height: 50 } },
    ...{ crop: null, box, notes: [] },
  };
  store.setState({
    chosen: { index: 0, rollout: success({ ...rollout, response }), subject: success(subject) },
  });
  const logs = { services, store, session: createSessionActions(services), api: {} as LogApi };
  return { logs, services, asked };
}

beforeEach(() => {
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
});

test("the text goes to the open model whole, and what comes back says that its ids were rebuilt", async () => {
  const { logs, services, asked } = setUp("A fox");
  services.store.setState({ model: { kind: "ready", facts } });
  expect(await scoreAnew(logs)).toEqual(success(null));
  expect(asked).toMatchObject([{ answer: "A fox", showing: { model: "m" } }]);
  const { session, live } = services.store.getState();
  const [experiment] = session.experiments;
  if (experiment === undefined) throw new Error("no experiment");
  expect(experiment).toMatchObject({
    note: "log, 3.jsonl, line 2, step 3, scored anew",
    plan: { question: "What?" },
  });
  expect(experiment.plan.others).toMatchObject([{ role: "teacher" }]);
  expect(live.has(experiment.rollouts)).toBe(true);
  expect(runCard(experiment, null)).toContainEqual({ name: "tokens", value: "ids rebuilt from text" });
});

test("without a model, or without a text, nothing is asked", async () => {
  const { logs, services, asked } = setUp("A fox");
  expect(await scoreAnew(logs)).toMatchObject({
    ok: false,
    fault: { kind: "notFound", hint: expect.any(String) },
  });
  const textless = setUp(null);
  services.store.setState({ model: { kind: "ready", facts } });
  expect(await scoreAnew(textless.logs)).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  expect([...asked, ...textless.asked]).toEqual([]);
});
