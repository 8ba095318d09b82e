/** The fake engines of the tests, and several engines as one, are held to the contract of every engine. */
import "../base/dispose.ts";
import type { ModelId } from "../base/ids.ts";
import { engineContract } from "./engine-contract.testing.ts";
import { createEngines } from "./engines.ts";
import { createFakeEngine } from "./fake-engine.testing.ts";

const model = "fake" as ModelId;
const image = Uint8Array.of(1, 2, 3).buffer;

engineContract("fake models in Node", async () => {
  const engine = createFakeEngine();
  return { engine, model: engine.open(model), image };
});

engineContract("a fake server that lists five tokens", async () => {
  const engine = createFakeEngine({ kind: "topK", most: 5 });
  return { engine, model: engine.open(model), image };
});

engineContract("two engines as one", async () => {
  const [local, server] = [createFakeEngine(), createFakeEngine({ kind: "topK", most: 5 })];
  const engine = createEngines();
  engine.add(local);
  engine.add(server);
  return { engine, model: server.open(model), image };
});
