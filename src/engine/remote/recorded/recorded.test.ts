/** What a real server answered (scripts/engines/record.mjs): Fovea reads it, and its numbers are those of the full logits. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { given, isMissing } from "../../../evidence/column.ts";
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

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const { runtime, exchanges }: { runtime: string; exchanges: readonly Exchange[] } = read("recorded.json");
const torch: { torch: string; rows: readonly TorchRow[] } = read("recorded.torch.json");

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
    } = await askEverything(recorded(takesIds));
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
