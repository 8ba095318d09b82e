/** The engine of the worker, over the wire and with a small random model, is held to the contract of every engine. */
import "../../base/dispose.ts";
import { vi } from "vitest";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { smallConfig } from "../../graph/config.ts";
import { engineContract } from "../engine-contract.testing.ts";
import { startLocalEngine } from "./client.ts";

// A worker of its own compiles ONNX Runtime's wasm anew.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

async function drawImage(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(24, 16);
  const context = canvas.getContext("2d");
  for (let i = 0; i < 12; i++) {
    if (context === null) break;
    context.fillStyle = `hsl(${(i * 47) % 360} 80% ${20 + (i % 5) * 15}%)`;
    context.fillRect((i * 5) % 24, (i * 7) % 16, 5, 4);
  }
  return (await canvas.convertToBlob()).arrayBuffer();
}

engineContract("the worker", async () => {
  const engine = startLocalEngine("https://golden.test/manifest.json", () => undefined);
  const device = await engine.inspect({ modelBackend: "wasm", numbersBackend: "wgsl", threads: 1 });
  if (!device.ok) throw new Error(device.fault.message);
  const trio = await writeTrio({ config: smallConfig, seed: 7 });
  const files = [...trio].map(([path, bytes]) => ({ path, file: new File([bytes], path) }));
  const signal = new AbortController().signal;
  const loaded = await engine.loadModel({ kind: "files", files, mix: null }, signal, () => undefined);
  if (!loaded.ok) throw new Error(loaded.fault.message);
  if (loaded.value === null) throw new Error("no model");
  return { engine, model: loaded.value, image: await drawImage() };
});
