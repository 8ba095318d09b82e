/** What the page shows where files are opened before others have been read, and where the worker fails. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import type { LoggedRollout } from "../../log/rollout.ts";
import { EVERY_ROLLOUT } from "../../log/run/select.ts";
import type { LogApi, OpenedData, OpenedLog, ShownSubject } from "../../log/worker/api.ts";
import { createAppServices } from "../services.ts";
import { createSessionActions } from "../sessions/session-actions.ts";
import { createAppStore } from "../state.ts";
import { createLogsActions } from "./logs-actions.ts";
import { createLogsStore } from "./logs-state.ts";
import { withFaults } from "./with-faults.ts";

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

/** A call that the test answers when it likes. */
function createCalls<T>() {
  const answers: ((outcome: Outcome<T>) => void)[] = [];
  const ask = () => new Promise<Outcome<T>>((answer) => answers.push(answer));
  return { ask, answer: (call: number, outcome: Outcome<T>) => answers[call]?.(outcome) };
}

const never = new Promise<never>(() => undefined);

function setUp(more: Partial<LogApi> = {}) {
  const logs = createCalls<OpenedLog>();
  const data = createCalls<OpenedData>();
  const subjects = createCalls<never>();
  const api: LogApi = {
    open: logs.ask,
    openData: data.ask,
    select: () => never,
    read: () => never,
    subject: subjects.ask,
    write: () => never,
    ...more,
  };
  const services = createAppServices(createAppStore());
  const store = createLogsStore();
  const actions = createLogsActions({ services, store, session: createSessionActions(services), api });
  return { store, actions, logs, data, subjects, services };
}

const file = Object.assign(new File(["x"], "run.jsonl"), { webkitRelativePath: "" });
const log = (title: string) => ({ title, rollouts: [], numbers: [], anew: null }) as unknown as OpenedLog;
const held = (rows: number): OpenedData => ({ rows, files: 1, unread: [], notes: [] });

test("of two logs of the same title the one that was opened last is shown", async () => {
  const { store, actions, logs } = setUp();
  const opened = [actions.openLog([file]), actions.openLog([file])];
  logs.answer(0, success(log("first")));
  await opened[0];
  expect(store.getState().source.kind).toBe("opening");
  logs.answer(1, success(log("second")));
  await opened[1];
  expect(store.getState().source).toMatchObject({ kind: "open", log: { title: "second" } });
});

test("of data likewise; and where they cannot be read the former stay", async () => {
  const { store, actions, data } = setUp();
  const opened = [actions.openData([file]), actions.openData([file])];
  data.answer(1, success(held(2)));
  await opened[1];
  data.answer(0, success(held(1)));
  await opened[0];
  expect(store.getState().data).toMatchObject({ kind: "open", data: { rows: 2 } });

  const failing = [actions.openData([file]), actions.openData([file])];
  data.answer(3, failure("notFound", "gone"));
  data.answer(2, success(held(3)));
  await Promise.all(failing);
  expect(store.getState()).toMatchObject({
    data: { kind: "open", data: { rows: 2 } },
    fault: { message: "gone" },
  });
});

test("what was asked about a rollout of another log is not shown", async () => {
  const { store, actions, subjects } = setUp();
  const first = actions.choose(0);
  await actions.choose(null);
  const second = actions.choose(0);
  subjects.answer(0, failure("notFound", "of the first"));
  await Promise.race([first, new Promise((settle) => setTimeout(settle))]);
  expect(store.getState().chosen).toEqual({ index: 0, rollout: null, subject: null });
  subjects.answer(1, failure("notFound", "of the second"));
  await Promise.race([second, new Promise((settle) => setTimeout(settle))]);
  expect(store.getState().chosen?.subject).toMatchObject({ fault: { message: "of the second" } });
});

describe("many rollouts scored anew", () => {
  const gives = { logits: { kind: "rows" } };
  const facts = { id: "m", title: "Stub", boxWords: null, served: null, weights: { sha256: "w" }, gives };

  /** A log of six rollouts of three steps, of which the engine refuses one; `before` is awaited ahead of each. */
  async function scoring(before: (asked: number) => Promise<unknown> = async () => undefined) {
    const { store, actions, logs, data, services } = setUp({
      read: async (index) => success({ response: index === 2 ? "refused" : "a" } as LoggedRollout),
      subject: async () =>
        success({
          ...{ question: "What?", answer: null, image: { name: "a.png", blob: new Blob(["x"]) }, crop: null },
          ...{ size: { width: 8, height: 8 }, box: { x: 0, y: 0, width: 0.5, height: 0.5 }, notes: [] },
        } as ShownSubject),
    });
    const asked: string[] = [];
    const background = {
      async rollout({ answer = "" }: RolloutRequest) {
        await before(asked.push(answer));
        return answer === "refused"
          ? failure("idsChanged", "It reads other tokens.")
          : success([{ ids: [1], texts: ["a"], end: "stopToken", showing: {} }]);
      },
      compare: async () =>
        success([{ end: "done", sides: [{ logProb: [-1] }, { logProb: [-2] }], divergences: [[0.5]] }]),
    };
    services.engines.add({
      background,
      facts: () => facts,
      addImage: async () => success({}),
      removeImage: () => undefined,
    } as unknown as Engine);
    services.store.setState({ model: { kind: "ready", facts: facts as unknown as ModelFacts } });
    const opened = actions.openLog([file]);
    const rollouts = [1, 1, 2, 2, 3, 3].map((step) => ({ step, prompt: 0 }));
    logs.answer(0, success({ ...log("run"), rollouts } as unknown as OpenedLog));
    await opened;
    return { store, actions, data, asked, anew: () => store.getState().anew };
  }

  test("a part of them spread over the steps, then the rest; and those that were left out once more", async () => {
    const { actions, asked, anew } = await scoring();
    await actions.scoreMany(3);
    expect([...(anew()?.scores.keys() ?? [])]).toEqual([0, 4]);
    expect(anew()).toMatchObject({ model: "Stub", weights: "w", running: null });
    expect(anew()?.leftOut.get(2)).toEqual({
      place: "rollout 3, step 2",
      reason: "It reads other tokens.",
    });
    await actions.scoreMany(6);
    expect(asked).toHaveLength(6);
    expect(anew()?.scores.size).toBe(5);
    expect(anew()?.leftOut.size).toBe(1);
    await actions.scoreMany(6);
    expect(asked.slice(6)).toEqual(["refused"]);
    expect(anew()?.leftOut.size).toBe(1);
  });

  test("stopped, it keeps what was scored and goes on from there", async () => {
    const { actions, asked, anew } = await scoring(async (count) => count === 2 && actions.stopScoring());
    await actions.scoreMany(6);
    expect([...(anew()?.scores.keys() ?? [])]).toEqual([0]);
    expect(anew()?.running).toBeNull();
    await actions.scoreMany(6);
    expect(asked).toHaveLength(7);
    expect(anew()?.scores.size).toBe(5);
  });

  test("with other data it ends, and what was scored under the former is forgotten", async () => {
    const { actions, data, asked, anew } = await scoring(async (count) => {
      if (count !== 2) return;
      const opened = actions.openData([file]);
      data.answer(1, success(held(2)));
      await opened;
    });
    const first = actions.openData([file]);
    data.answer(0, success(held(1)));
    await first;
    await actions.scoreMany(6);
    expect(asked).toHaveLength(2);
    expect(anew()).toBeNull();
  });
});

test("a call that throws and one that is never answered are faults", async () => {
  const throwing = async () => {
    throw new DOMException("The file is gone.", "NotFoundError");
  };
  const api: LogApi = {
    open: throwing,
    openData: throwing,
    select: throwing,
    read: throwing,
    subject: throwing,
    write: throwing,
  };
  const thrown = withFaults(api, never);
  const fault = { kind: "notFound", message: "The file is gone." };
  expect(await thrown.openData([])).toMatchObject({ ok: false, fault });
  expect(await thrown.select(EVERY_ROLLOUT)).toMatchObject({ ok: false, fault });
  const lost = withFaults({ ...api, select: () => never }, Promise.resolve(failure("workerLost", "lost")));
  expect(await lost.select(EVERY_ROLLOUT)).toMatchObject({ ok: false, fault: { kind: "workerLost" } });
});
