/** A vLLM server on this machine's processor that serves the tiny model, for checks: started, slowed, killed. */

import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../process/run.mjs";

/** The name under which the tiny model is served. */
export const TINY = "tiny";

/** Seconds until a server must answer: loading PyTorch takes most of them. */
const LONGEST_START = 300;

/** @returns {string | null} a Python that has vLLM, as FOVEA_VLLM_PYTHON names it or where docs/engines.md puts it */
export function findVllm() {
  const own = join(root, ".cache", "vllm", "bin", "python");
  const named = process.env["FOVEA_VLLM_PYTHON"];
  const check = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ['vllm', 'torch'])))";
  const candidates = named === undefined ? [own] : [named];
  const found = candidates.find((python) => spawnSync(python, ["-c", check]).status === 0);
  return found ?? null;
}

/** A port that nobody listens on now. @returns {Promise<number>} */
export function freePort() {
  return new Promise((settle) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => settle(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** vLLM's own program needs Intel's OpenMP before all others. @returns {Record<string, string>} */
function environmentOf(/** @type {string} */ python) {
  const openmp = join(dirname(dirname(python)), "lib", "libiomp5.so");
  return {
    ...(existsSync(openmp) ? { LD_PRELOAD: openmp } : {}),
    VLLM_CPU_KVCACHE_SPACE: "1",
    VLLM_NO_USAGE_STATS: "1",
    HF_HUB_OFFLINE: "1",
    OMP_NUM_THREADS: "1",
  };
}

async function answers(/** @type {string} */ url) {
  try {
    return (await fetch(`${url}/v1/models`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/**
 * @typedef {object} RealServer
 * @property {string} url
 * @property {(signal: NodeJS.Signals) => void} tell sends a signal to the server and its engine: SIGSTOP makes it slow, SIGKILL ends it
 */

/**
 * Starts a server and waits until it answers.
 * @param {string} python
 * @param {string} model the folder of the tiny model
 * @param {number} port
 * @param {readonly string[]} flags
 * @param {string} log where its words go
 * @returns {Promise<RealServer>}
 */
export async function startServer(python, model, port, flags, log) {
  const usual = ["--dtype", "float32", "--max-model-len", "1024", "--enforce-eager", "--host", "127.0.0.1"];
  const words = ["-m", "vllm.entrypoints.openai.api_server", "--model", model, "--served-model-name", TINY];
  const output = openSync(log, "a");
  const child = spawn("nice", ["-n", "10", python, ...words, "--port", String(port), ...usual, ...flags], {
    cwd: dirname(model),
    env: { ...process.env, ...environmentOf(python) },
    stdio: ["ignore", output, output],
    // A group of its own: its engine is a process beside it.
    detached: true,
  });
  closeSync(output);
  const tell = (/** @type {NodeJS.Signals} */ signal) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const url = `http://127.0.0.1:${port}`;
  process.once("exit", () => tell("SIGKILL"));
  for (const end = Date.now() + 1000 * LONGEST_START; Date.now() < end; await wait(500)) {
    if (await answers(url)) return { url, tell };
    if (child.exitCode !== null) break;
  }
  tell("SIGKILL");
  throw new Error(`The server did not start; ${log} says why.`);
}
