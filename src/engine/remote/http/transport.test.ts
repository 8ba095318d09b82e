/** Requests to an engine: how many at once, how long a slow or busy one is waited for, and what stopping ends. */
import { describe, expect, test } from "vitest";
import { NEVER, sleep } from "../../../base/signal.ts";
import { refusal } from "./fake-model.testing.ts";
import type { Sent } from "./server-faults.ts";
import { createTransport, type Pause, type TransportSettings } from "./transport.ts";

const fine: Sent = { status: 200, retryAfter: null, text: "{}" };

const transportOf = (settings: Partial<TransportSettings>) =>
  createTransport({
    title: "The engine lab",
    send: async () => fine,
    atOnce: () => 2,
    wait: async () => undefined,
    onPause: () => undefined,
    ...settings,
  });

describe("how many requests are under way at once", () => {
  /** A server whose answers come when the test says so. */
  function held(atOnce: () => number) {
    const waiting: (() => void)[] = [];
    const transport = transportOf({
      atOnce,
      send: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return fine;
      },
    });
    const ask = (count: number) =>
      Array.from({ length: count }, () => transport.ask("/v1/models", null, NEVER));
    const answerOne = async () => {
      waiting.shift()?.();
      await sleep(0, NEVER);
    };
    return { ask, answerOne, underWay: () => waiting.length };
  }

  test("a larger number holds from the next request that ends, and a smaller one as they end", async () => {
    let most = 2;
    const server = held(() => most);
    const all = server.ask(9);
    expect(server.underWay()).toBe(2);
    most = 4;
    await server.answerOne();
    expect(server.underWay()).toBe(4);
    most = 1;
    for (const left of [3, 2, 1, 1]) {
      await server.answerOne();
      expect(server.underWay()).toBe(left);
    }
    for (let i = 0; i < 4; i++) await server.answerOne();
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  });
});

test("a slow server is waited for, however long it takes, and stopping ends the wait at once", async () => {
  const controller = new AbortController();
  const send = async (_path: string, _body: object | null, signal: AbortSignal): Promise<Sent> => {
    await sleep(60_000, signal);
    signal.throwIfAborted();
    return fine;
  };
  const asked = transportOf({ send }).ask("/v1/models", null, controller.signal);
  controller.abort();
  expect(await asked).toEqual({ ok: true, value: null });
});

test("stopping ends the pause before a busy server is asked again", async () => {
  const controller = new AbortController();
  let sent = 0;
  const transport = transportOf({
    send: async () => {
      sent += 1;
      return refusal(429, "busy", "60");
    },
    wait: sleep,
  });
  const asked = transport.ask("/v1/models", null, controller.signal);
  await sleep(5, NEVER);
  controller.abort();
  expect(await asked).toEqual({ ok: true, value: null });
  expect(sent).toBe(1);
});

test("a server that asks for too long a pause is asked again after a minute", async () => {
  const waits: number[] = [];
  const told: (Pause | null)[] = [];
  const busy = [refusal(503, "busy", "3600"), refusal(429, "busy", "soon")];
  const transport = transportOf({
    send: async () => busy.shift() ?? fine,
    wait: async (milliseconds) => void waits.push(milliseconds),
    onPause: (pause) => void told.push(pause),
  });
  expect((await transport.ask("/v1/models", null, NEVER)).ok).toBe(true);
  expect(waits).toEqual([60_000, 1000]);
  const pause = (milliseconds: number, tried: number) => ({ milliseconds, tried, tries: 6 });
  expect(told).toEqual([pause(60_000, 1), null, pause(1000, 2), null]);
});
