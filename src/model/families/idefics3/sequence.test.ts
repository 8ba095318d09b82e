/** How many rows of logits a decoder is asked for, where it can be told. */
import { expect, test } from "vitest";
import { idefics3Example } from "../../../../scripts/model/vectors/small-manifests.testing.ts";
import type { TokenId } from "../../../base/ids.ts";
import { success } from "../../../base/outcome.ts";
import type { Graph, HostTensor, Port, Tensor } from "../../adapter.ts";
import { parseManifest } from "../../manifest/manifest.ts";
import { floatTensor } from "../../tensors.ts";
import type { Idefics3Manifest } from "./manifest.ts";
import { cacheNames, type DecoderParts, KEEP, prefillState, sequenceOf } from "./sequence.ts";

const WIDTH = 3;

/** Of 4 M tokens, so that the logits of one position fill what a part of a prompt may take. */
function manifest(): Idefics3Manifest {
  const parsed = parseManifest({ ...idefics3Example, vocabularySize: 4 * 2 ** 20 });
  if (!parsed.ok || parsed.value.family !== "idefics3") throw new Error("not a manifest");
  return parsed.value;
}

const port = (name: string, type = "float32"): Port => ({ name, type, dims: [] });

/** Graphs that return as many rows as they are asked for, and what the decoder was fed. */
function partsOf(told: boolean) {
  const passes: { positions: number; keep: bigint | null }[] = [];
  const names = cacheNames(manifest());
  const zeros = (dims: readonly number[]): Tensor =>
    floatTensor(undefined, dims, new Float32Array(dims.reduce((all, size) => all * size, 1)));
  const close = async () => undefined;
  const decoder: Graph = {
    inputs: [
      port("inputs_embeds"),
      port("attention_mask", "int64"),
      ...(told ? [port(KEEP, "int64")] : []),
      ...names.map((name) => port(`past_key_values.${name}`)),
    ],
    outputs: [],
    onDevice: false,
    async run(feeds, fetches) {
      const positions = feeds["inputs_embeds"]?.dims[1] ?? 0;
      const keep = feeds[KEEP] as HostTensor | undefined;
      passes.push({ positions, keep: keep === undefined ? null : (keep.data[0] as bigint) });
      return success(Object.fromEntries(fetches.map((name) => [name, zeros([1, 1, positions, 1])])));
    },
    close,
  };
  const embed: Graph = {
    inputs: [],
    outputs: [],
    onDevice: false,
    run: async ({ input_ids: ids }) => success({ inputs_embeds: zeros([1, ids?.dims[1] ?? 0, WIDTH]) }),
    close,
  };
  const parts: DecoderParts = {
    manifest: manifest(),
    embed,
    decoder,
    runtime: { assemble: (dims) => zeros(dims) },
  };
  return { parts, passes };
}

async function readPrompt({ parts }: ReturnType<typeof partsOf>) {
  const state = await prefillState(parts, new Float32Array(5 * WIDTH), 5);
  if (!state.ok) throw new Error(state.fault.message);
  const ids = [1, 2] as TokenId[];
  const rows = await sequenceOf(parts, state.value).finish([{ from: 0, ids }]);
  expect(rows).toMatchObject({ ok: true, value: { first: 0, count: 2 } });
}

test("a prompt is read in one pass without its logits, an answer with the logits of all its positions", async () => {
  const told = partsOf(true);
  await readPrompt(told);
  expect(told.passes).toEqual([
    { positions: 5, keep: 1n },
    { positions: 2, keep: 2n },
  ]);
});

test("a decoder that cannot be told reads a prompt in parts", async () => {
  const plain = partsOf(false);
  await readPrompt(plain);
  expect(plain.passes).toEqual([
    ...Array.from({ length: 5 }, () => ({ positions: 1, keep: null })),
    { positions: 2, keep: null },
  ]);
});
