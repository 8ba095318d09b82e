/** What the page shows where files are opened before others have been read, and where the worker fails. */
import { beforeEach, expect, test, vi } from "vitest";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { EVERY_ROLLOUT } from "../../log/run/select.ts";
import type { LogApi, OpenedData, OpenedLog } from "../../log/worker/api.ts";
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

function setUp() {
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
  };
  const services = createAppServices(createAppStore());
  const store = createLogsStore();
  const actions = createLogsActions({ services, store, session: createSessionActions(services), api });
  return { store, actions, logs, data, subjects };
}

const file = Object.assign(new File(["x"], "run.jsonl"), { webkitRelativePath: "" });
const log = (title: string) => ({ title, rollouts: [], numbers: [] }) as unknown as OpenedLog;
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
