/** The page's address: where its files are, and the backends that `?run=wasm|webgpu`, `?numbers=wgsl|cpu`, `?threads=N` choose. */
import type { Overrides } from "../engine/local/protocol.ts";

/** The address of a file that was built with the page. */
export function siteUrl(path: string): URL {
  return new URL(path, document.baseURI);
}

/** Reads the overrides from the query; any other value is left to the engine. */
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

/** The same address with `run=wasm`. */
export function onWasm(address: string): string {
  const url = new URL(address);
  url.searchParams.set("run", "wasm");
  return url.href;
}
