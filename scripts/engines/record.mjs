/**
 * node scripts/engines/record.mjs URL [FOLDER] — asks a real server that serves the tiny model (docs/engines.md) everything that
 * Fovea asks, and writes what it answered to recorded.json.gz in the folder, src/engine/remote/recorded by default. The tests hold
 * Fovea to it.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { loadTypeScript } from "../process/load-typescript.mjs";
import { root } from "../process/run.mjs";

const [, , server, folder = join(root, "src", "engine", "remote", "recorded")] = process.argv;
if (server === undefined)
  throw new Error("Name the server: node scripts/engines/record.mjs http://127.0.0.1:8000");

/** @type {{ path: string, body: object | null, status: number, text: string }[]} */
const exchanges = [];

async function send(/** @type {string} */ path, /** @type {object | null} */ body) {
  const asked =
    body === null
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await fetch(`${server}${path}`, asked);
  const [status, text] = [response.status, await response.text()];
  exchanges.push({ path, body, status, text });
  return { status, retryAfter: null, text };
}

/** Two ways: with token ids, and as a server without --enable-scale-out, which refuses them. */
async function sendWithoutIds(/** @type {string} */ path, /** @type {object | null} */ body) {
  if (!path.endsWith("/render") && !path.startsWith("/inference")) return send(path, body);
  const message =
    "Scale-out endpoints are disabled. Restart vllm serve with --enable-scale-out to enable them.";
  return { status: 403, retryAfter: null, text: JSON.stringify({ error: { message } }) };
}

const { askEverything } = await loadTypeScript("src/engine/remote/recorded/scenario.testing.ts");
const found = await askEverything(send, true);
await askEverything(sendWithoutIds, false);
const { runtime } = found.answers[0].card;
// The same request always has the same answer here.
const kept = new Map(exchanges.map((exchange) => [JSON.stringify([exchange.path, exchange.body]), exchange]));
const path = join(folder, "recorded.json.gz");
writeFileSync(
  path,
  gzipSync(`${JSON.stringify({ runtime, exchanges: [...kept.values()] })}\n`, { level: 9 }),
);
console.log(`${kept.size} answers of ${runtime} are in ${path}.`);
console.log(`Noise: ${JSON.stringify(found.facts.served?.noise)}`);
