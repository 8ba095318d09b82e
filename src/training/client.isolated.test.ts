/** The page's end of the worker that trains, over a worker that is played. */

import * as Comlink from "comlink";
import { afterEach, expect, test, vi } from "vitest";
import { success } from "../base/outcome.ts";
import { keptRuns } from "./client.ts";
import type { TrainingApi } from "./protocol/protocol.ts";

/** Plays workers with these answers; they hold a lock until `end`, which nothing else tells the page of. */
function playWorkers(api: Pick<TrainingApi, "keptRuns">) {
  let end = (): void => undefined;
  const ended = new Promise<void>((settle) => {
    end = settle;
  });
  class PlayedWorker {
    readonly channel = new MessageChannel();
    constructor() {
      Comlink.expose({ ...api, hold: async () => undefined }, this.channel.port2);
      this.channel.port1.start();
    }
    postMessage(message: unknown): void {
      this.channel.port1.postMessage(message);
    }
    addEventListener(type: string, listener: EventListener): void {
      if (type === "message") this.channel.port1.addEventListener(type, listener);
    }
    removeEventListener(type: string, listener: EventListener): void {
      this.channel.port1.removeEventListener(type, listener);
    }
    terminate(): void {
      this.channel.port1.close();
    }
  }
  vi.stubGlobal("Worker", PlayedWorker);
  const request = async (_: string, held: () => void) => {
    await ended;
    held();
  };
  vi.stubGlobal("navigator", { locks: { request } });
  return () => end();
}

afterEach(() => vi.unstubAllGlobals());

test("a worker that ends without a word is a fault, and one that answers is not", async () => {
  playWorkers({ keptRuns: async () => success([]) });
  expect(await keptRuns()).toEqual(success([]));
  const end = playWorkers({ keptRuns: () => new Promise(() => undefined) });
  const waiting = keptRuns();
  end();
  expect(await waiting).toMatchObject({ ok: false, fault: { kind: "workerLost" } });
});
