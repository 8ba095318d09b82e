/** What the address asks for: `?run=wasm|webgpu`, `?numbers=wgsl|cpu`, `?threads=N`. Anything else is left to the engine. */
import type { Overrides } from "../engine/local/protocol.ts";

export function readOverrides(search: string): Overrides {
  const query = new URLSearchParams(search);
  const run = query.get("run");
  const numbers = query.get("numbers");
  const threads = Number(query.get("threads"));
  return {
    modelBackend: run === "wasm" || run === "webgpu" ? run : null,
    numbersBackend: numbers === "wgsl" || numbers === "cpu" ? numbers : null,
    threads: Number.isInteger(threads) && threads > 0 ? threads : null,
  };
}

/** The address that asks for the model on wasm, all else as it was. */
export function onWasm(address: string): string {
  const url = new URL(address);
  url.searchParams.set("run", "wasm");
  return url.href;
}
