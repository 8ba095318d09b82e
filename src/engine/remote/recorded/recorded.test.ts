/** What a real server answered (scripts/engines/record.mjs): Fovea reads it, and its numbers are those of the full logits. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { given, isMissing } from "../../../evidence/column.ts";
import type { Side } from "../../../evidence/replay.ts";
import { signalOf } from "../../../session/signals/catalog.ts";
import { experiment } from "../../../session/signals/hand-made.testing.ts";
import type { Answer } from "../../../session/signals/signal.ts";
import type { Send } from "../http/transport.ts";
import { askEverything } from "./scenario.testing.ts";

interface Exchange {
  readonly path: string;
  readonly body: {
    readonly token_ids?: readonly number[];
    readonly features?: { readonly mm_hashes: { readonly image: readonly string[] } };
    readonly sampling_params?: { readonly prompt_logprobs?: number };
  } | null;
  readonly status: number;
  readonly text: string;
}

interface TorchRow {
  readonly ids: readonly number[];
  readonly image: string;
  readonly own: readonly number[];
  readonly topIds: readonly (readonly number[])[];
  readonly topLogProbs: readonly (readonly number[])[];
}

/** Beside this file, or what `npm test -- --only=engines` has just recorded. */
const folder = process.env["FOVEA_RECORDED"] ?? dirname(fileURLToPath(import.meta.url));
const { runtime, exchanges }: { runtime: string; exchanges: readonly Exchange[] } = JSON.parse(
  gunzipSync(readFileSync(join(folder, "recorded.json.gz"))).toString(),
);
const torch: { torch: string; rows: readonly TorchRow[] } = JSON.parse(
  readFileSync(join(folder, "recorded.torch.json"), "utf8"),
);

const keyOf = (path: string, body: unknown): string => JSON.stringify([path, body]);
const answers = new Map(exchanges.map((exchange) => [keyOf(exchange.path, exchange.body), exchange]));

/** The recorded server; started without --enable-scale-out where it takes no ids. */
function recorded(takesIds: boolean): Send {
  return async (path, body) => {
    if (!takesIds && (path.endsWith("/render") || path.startsWith("/inference"))) {
      const error = {
        message: "Scale-out endpoints are disabled. Restart vllm serve with --enable-scale-out.",
      };
      return { status: 403, retryAfter: null, text: JSON.stringify({ error }) };
    }
    const found = answers.get(keyOf(path, body));
    if (found === undefined) throw new Error(`Nothing was recorded for ${path}.`);
    return { status: found.status, retryAfter: null, text: found.text };
  };
}

/** vLLM and transformers round float32 in different orders. */
const ROUNDING = 2e-5;

test.each([true, false])(
  "every run of an engine reads what the server said, with token ids: %s",
  async (takesIds) => {
    const {
      facts,
      answers: [greedy, ...sampled],
      own,
      other,
      replay,
      branch,
      likelihood,
    } = await askEverything(recorded(takesIds), takesIds);
    expect(runtime).toContain("vLLM 0.32.0");
    expect(facts.served?.remarks.some((remark) => remark.includes("--max-logprobs 100"))).toBe(true);
    expect(facts.gives.logits).toEqual({ kind: "topK", most: 12 });
    expect(greedy?.ids).toHaveLength(6);
    expect(sampled.map(({ ids }) => ids.join())).not.toContain(greedy?.ids.join());
    // Its own showing gives its own log-probabilities, and another picture others.
    expect(own.noiseFloor?.max).toBeLessThan(ROUNDING);
    expect(
      Math.max(...other.side.logProb.map((nats, t) => Math.abs(nats - (own.side.logProb[t] ?? nats)))),
    ).toBeGreaterThan(1e-3);
    expect(given(own.side.rank)).toEqual(greedy?.ids.map(() => 1));
    expect(own.side.alternatives.map((row) => row[0]?.token)).toEqual(greedy?.ids);
    expect(branch.ids.slice(0, 2)).toEqual(greedy?.ids.slice(0, 2));
    expect(branch.ids).toEqual(greedy?.ids);
    for (const [t, nats] of branch.logProbs.entries()) expect(nats).toBeCloseTo(greedy?.logProbs[t] ?? 0, 4);
    for (const nats of likelihood) expect(nats).toBeLessThan(0);
    const upper = replay.bounds?.[0]?.upper ?? [];
    for (const [t, lower] of given(replay.divergences[0]).entries()) {
      expect(lower).toBeGreaterThan(0);
      expect(isMissing(upper) ? null : upper[t]).toBeGreaterThanOrEqual(lower ?? 0);
    }
  },
);

/** A signal of an answer of the recorded group. */
function valuesOf(answer: Answer, id: string): readonly (number | null)[] {
  const read = signalOf(id).read(answer, { role: "teacher", name: "" });
  if (read.kind === "missing") throw new Error(`${id}: ${read.reason}`);
  return read.values;
}

test("evidence gap, visual advantage, k1 to k3 and every gate are computed from what the server said", async () => {
  const { group } = await askEverything(recorded(true), true);
  if (group === null) throw new Error("There is no group.");
  const { rollouts, replays, gates } = group;
  expect([rollouts.length, replays.length]).toEqual([3, 3]);
  expect(gates.map(({ gate }) => gate)).toEqual(["v-zero", "va-opd", "uni-opd", "vppo"]);
  const measured = experiment(replays, gates);
  for (const [sibling, { sides, noiseFloor }] of replays.entries()) {
    expect(noiseFloor?.max).toBeLessThan(ROUNDING);
    const by = (role: Side["role"]) => sides.find((side) => side.role === role)?.logProb ?? [];
    const [student, teacher] = [by("student"), by("teacher")];
    const tokens = student.map((_, t) => t);
    const log = (t: number) => (teacher[t] as number) - (student[t] as number);
    const near = (id: string, value: (t: number) => number) => {
      const read = valuesOf({ experiment: measured, sibling }, id);
      for (const t of tokens) expect(read[t]).toBeCloseTo(value(t), 9);
    };
    near("evidenceGap", (t) => (by("positive")[t] as number) - (by("negative")[t] as number));
    near("visualAdvantage", (t) => Math.max(0, (teacher[t] as number) - (by("degraded")[t] as number)));
    // Schulman's estimators of KL(student, teacher), with r = q/p of the sampled token.
    near("logRatio", (t) => -log(t));
    near("k2", (t) => log(t) ** 2 / 2);
    near("k3", (t) => Math.exp(log(t)) - 1 - log(t));
  }
  for (const { gate, weights } of gates) {
    const all = [...weights.perAnswer, ...weights.perToken.flat()];
    expect(
      all.every((weight) => Number.isFinite(weight)),
      gate,
    ).toBe(true);
    expect(
      all.some((weight) => weight !== 0),
      gate,
    ).toBe(true);
  }
});

test("the rows of token ids are those that PyTorch computes from the model's full logits", () => {
  const scored = exchanges.filter(({ body }) => body?.sampling_params?.prompt_logprobs === 5);
  expect(torch.rows.length).toBeGreaterThan(1);
  for (const { ids, image, own, topIds, topLogProbs } of torch.rows) {
    const exchange = scored.find(
      ({ body }) => body?.token_ids?.join() === ids.join() && body.features?.mm_hashes.image[0] === image,
    );
    const rows: readonly (Record<string, { logprob: number; rank: number }> | null)[] = JSON.parse(
      exchange?.text ?? "{}",
    ).prompt_logprobs;
    expect(rows).toHaveLength(ids.length);
    for (const [t, row] of rows.slice(1).entries()) {
      // Row t of the logits predicts token t + 1.
      expect(Math.abs((row?.[String(ids[t + 1])]?.logprob ?? 0) - (own[t] ?? 1))).toBeLessThan(ROUNDING);
      const listed = Object.entries(row ?? {}).filter(([, { rank }]) => rank <= 5);
      expect(listed.map(([id]) => Number(id)).sort()).toEqual([...(topIds[t] ?? [])].sort());
      for (const [id, { logprob }] of listed) {
        const place = topIds[t]?.indexOf(Number(id)) ?? -1;
        expect(Math.abs(logprob - (topLogProbs[t]?.[place] ?? 1))).toBeLessThan(ROUNDING);
      }
    }
  }
});
