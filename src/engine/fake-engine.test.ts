/** The fake engine of the tests is held to the contract of every engine. */
import "../base/dispose.ts";
import type { ModelId } from "../base/ids.ts";
import { engineContract } from "./engine-contract.testing.ts";
import { createFakeEngine } from "./fake-engine.testing.ts";

engineContract("fake models in Node", async () => {
  const engine = createFakeEngine();
  return { engine, model: engine.open("fake" as ModelId), image: Uint8Array.of(1, 2, 3).buffer };
});
