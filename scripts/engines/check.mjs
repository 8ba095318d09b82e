/**
 * node scripts/engines/check.mjs — what Fovea is checked for against a real server: `npm test -- --only=engines` runs it where
 * there is a Python with vLLM (docs/engines.md).
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { root, runCommand, toolCommand } from "../process/run.mjs";
import { findVllm, freePort, startServer, TINY } from "./real-server.mjs";

const python = findVllm() ?? "";
if (python === "") throw new Error("No Python with vLLM was found; FOVEA_VLLM_PYTHON names one.");
const folder = mkdtempSync(join(tmpdir(), "fovea-engines-"));
const model = join(folder, "tiny");
const log = join(folder, "server.log");
const start = performance.now();

async function check(/** @type {string} */ what, /** @type {() => Promise<void>} */ work) {
  const begun = performance.now();
  await work();
  const seconds = (/** @type {number} */ since) => ((performance.now() - since) / 1000).toFixed(1);
  console.log(`${seconds(start).padStart(6)} s  ${what} (${seconds(begun)} s)`);
}

async function succeed(/** @type {string[]} */ command, environment = {}) {
  assert.ok(await runCommand(command, { limitSeconds: 300, environment }), `${command.join(" ")} failed.`);
}

/** A command of `npm run fovea`, and what it says as it goes. */
function fovea(
  /** @type {string[]} */ parameters,
  onSaid = /** @type {(said: string) => void} */ (() => {}),
) {
  const child = spawn(process.execPath, [join(root, "scripts", "fovea.mjs"), ...parameters], { cwd: root });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      said += text;
      onSaid(text);
    });
  return new Promise((/** @type {(ended: { code: number | null, said: string }) => void} */ settle) =>
    child.once("close", (code) => settle({ code, said })),
  );
}

const linesOf = (/** @type {string} */ path) =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

async function ask(/** @type {string} */ url, signal = /** @type {AbortSignal | undefined} */ (undefined)) {
  const body = {
    model: TINY,
    messages: [{ role: "user", content: "What is on the plate?" }],
    max_tokens: 8,
    temperature: 0,
    return_token_ids: true,
  };
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(body), ...(signal && { signal }) };
  const answer = await (await fetch(`${url}/v1/chat/completions`, options)).json();
  return answer.choices[0].token_ids.join();
}

/** Everything that a server started with the wanted flags is asked. */
async function checkWanted(/** @type {number} */ port) {
  const flags = ["--enable-scale-out", "--max-logprobs", "12"];
  const server = await startServer(python, model, port, flags, log);
  await check(
    "the recorded tests hold over answers recorded anew, and over full logits in PyTorch",
    async () => {
      await succeed([process.execPath, join(root, "scripts", "engines", "record.mjs"), server.url, folder]);
      await succeed([python, join(root, "scripts", "engines", "torch_rows.py"), model, folder]);
      const test = ["run", "--project", "node", "src/engine/remote/recorded"];
      await succeed([...toolCommand("vitest"), ...test], { FOVEA_RECORDED: folder });
    },
  );
  await check("a server that stands still for a while answers as if it had not", async () => {
    const before = await ask(server.url);
    server.tell("SIGSTOP");
    const asked = ask(server.url);
    await wait(3000);
    server.tell("SIGCONT");
    assert.equal(await asked, before);
  });
  await check("the maps of `look` are measured where the model answers rightly", () => checkLook(server.url));
  await check(
    "the answers of a log are scored anew, come back in the lines that are written, and go on from these",
    () => checkImport(server.url),
  );
  await check("`acuity` asks under every condition but the matched crop", () => checkAcuity(server.url));
  const results = join(folder, "cut.results.jsonl");
  const options = ["evaluate", "--model", TINY, "--limit", "5", "--signals", "--results", results];
  await check("a server that is killed in the middle costs the item under way", async () => {
    const { code, said } = await fovea([...options, "--engine", server.url], (text) => {
      if (text.includes("asking the questions 2 of 5")) server.tell("SIGKILL");
    });
    assert.equal(code, 1, said);
    assert.match(said, /cannot be reached|failed/);
    const kept = linesOf(results).length - 1;
    assert.ok(kept >= 2 && kept < 5, `${kept} items were kept.`);
  });
  return { results, options };
}

/** A suite of one item of which the tiny model's own answer to the crop is the right one. */
async function checkLook(/** @type {string} */ url) {
  const results = join(folder, "one.results.jsonl");
  const asked = await fovea(["evaluate", "--engine", url, "--limit", "1", "--results", results]);
  assert.equal(asked.code, 0, asked.said);
  const [, { id, looks }] = linesOf(results);
  const whole = JSON.parse(readFileSync(join(root, "public", "suites", "fovea-700", "suite.json"), "utf8"));
  const item = whole.find((/** @type {{ id: string }} */ each) => each.id === id);
  const suite = join(folder, "one");
  mkdirSync(join(suite, item.image, ".."), { recursive: true });
  writeFileSync(
    join(suite, item.image),
    readFileSync(join(root, "public", "suites", "fovea-700", item.image)),
  );
  const right = { ...item, answer: looks.regional.text, evidence: [looks.regional.text] };
  writeFileSync(join(suite, "suite.json"), JSON.stringify([right]));
  const json = join(folder, "look.jsonl");
  const looked = await fovea(["look", "--engine", url, "--suite", join(suite, "suite.json"), "--json", json]);
  assert.equal(looked.code, 0, looked.said);
  assert.match(looked.said, /1 of 1 items are answered rightly/);
  assert.notEqual(linesOf(json)[0].maps, null);
}

/** A log of two steps about the first items of the suite, of which one answer is about no item. */
async function checkImport(/** @type {string} */ url) {
  const suite = join(root, "public", "suites", "fovea-700");
  const all = JSON.parse(readFileSync(join(suite, "suite.json"), "utf8"));
  const items = all.slice(0, 2);
  const data = join(folder, "data");
  for (const { image } of items) {
    mkdirSync(join(data, image, ".."), { recursive: true });
    writeFileSync(join(data, image), readFileSync(join(suite, image)));
  }
  writeFileSync(
    join(data, "data.json"),
    JSON.stringify(all.filter((/** @type {{ image: string }} */ each) => each.image === items[0].image)),
  );
  const lines = [1, 2].flatMap((step) =>
    [...items, { ...items[0], question: "Which of these is nowhere?" }].map(({ question, image }) =>
      JSON.stringify({
        input: `user\n${question}\nassistant\n`,
        output: "a plate",
        score: 1,
        step,
        image_path: image,
      }),
    ),
  );
  const log = join(folder, "log.jsonl");
  writeFileSync(log, lines.join("\n"));
  const out = join(folder, "anew.jsonl");
  const { said } = await fovea(["import", log, "--data", data, "--engine", url, "--out", out]);
  assert.match(said, /Scored anew by tiny: 4 of 6 rollouts/);
  assert.match(said, /Left out: .*No data row has/);
  const scored = linesOf(out).filter(({ fields }) => fields.anew_model === TINY);
  assert.equal(scored.length, 4);
  for (const { ids, metrics } of scored) {
    assert.equal(metrics.anew_student_logprob.length, ids.length);
    assert.notDeepEqual(metrics.anew_student_logprob, metrics.anew_teacher_logprob);
  }
  const again = join(folder, "again.jsonl");
  const { said: told } = await fovea(["import", out, "--data", data, "--engine", url, "--out", again]);
  assert.match(told, /2 rollouts to score: about 12 requests/);
  assert.match(told, /Scored anew by tiny: 4 of 6 rollouts/);
  const metricsOf = (/** @type {string} */ path) => linesOf(path).map(({ metrics }) => metrics);
  assert.deepEqual(metricsOf(again), metricsOf(out));
}

async function checkAcuity(/** @type {string} */ url) {
  const json = join(folder, "acuity.json");
  const plan = ["--dimension", "identification", "--levels", "0.01,0.1", "--items", "2", "--json", json];
  const { code, said } = await fovea(["acuity", "--engine", url, ...plan]);
  assert.equal(code, 0, said);
  const { curves, document } = JSON.parse(readFileSync(json, "utf8"));
  assert.deepEqual(Object.keys(curves).sort(), ["global", "isolated", "regional"]);
  assert.equal(document.model.title, TINY);
  assert.equal(document.trials.length, 2);
}

/** The same port, started without any flag. */
async function checkBare(
  /** @type {number} */ port,
  /** @type {{ results: string, options: string[] }} */ { results, options },
) {
  const server = await startServer(python, model, port, [], log);
  await check(
    "the rest of the items is asked of it once it is back, by text where it takes no ids",
    async () => {
      const { code, said } = await fovea([...options, "--engine", server.url, "--resume"]);
      assert.equal(code, 0, said);
      assert.match(said, /--enable-scale-out/);
      assert.match(said, /--max-logprobs 100/);
      const ids = linesOf(results)
        .slice(1)
        .map(({ id }) => id);
      assert.equal(new Set(ids).size, 5);
      assert.equal(ids.length, 5);
    },
  );
  server.tell("SIGKILL");
}

try {
  const made = spawnSync(python, [join(root, "scripts", "engines", "tiny_model.py"), model], {
    encoding: "utf8",
  });
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  await checkBare(port, await checkWanted(port));
} catch (error) {
  if (existsSync(log)) console.error(readFileSync(log, "utf8").split("\n").slice(-20).join("\n"));
  throw error;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
