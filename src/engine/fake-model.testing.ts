/** For tests: a language model with a vocabulary of a few words whose logits are a hash of its prompt and its answer so far. */
import type { ModelId, TokenId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Feed, ImageFeatures, OpenModel, Prefix, PromptPart, Rows, Sequence } from "../model/adapter.ts";
import type { Manifest } from "../model/manifest/manifest.ts";

/** The first word is the stop token, the second is the last token of every prompt. */
const WORDS = ["", "Answer:", "ok", "red", "blue", "cup", "sign", "left", "right", "two", "three", "K7P"];
const STOP = 0 as TokenId;
const PENDING = 1 as TokenId;

/** FNV-1a over numbers, to 32 bits. */
function hash(values: Iterable<number>, start = 0x811c9dc5): number {
  let state = start;
  for (const value of values) state = Math.imul(state ^ value, 0x01000193) >>> 0;
  return state;
}

const hashOfText = (text: string): number => hash(Array.from(text, (letter) => letter.codePointAt(0) ?? 0));

/** One row: each word's logit is pseudo-random between -2 and 2; the stop token becomes more likely with every word. */
function logitsOf(context: number, ids: readonly TokenId[]): readonly number[] {
  return WORDS.map((_, word) => {
    const chance = hash([...ids, word, word * 31], context) / 2 ** 32;
    return 4 * chance - 2 + (word === STOP ? 0.5 * (ids.length - 2) : 0);
  });
}

function rowsOf(context: number, batch: readonly (readonly TokenId[])[], fed: number): Rows {
  const data = batch.flatMap((ids) =>
    Array.from({ length: fed }, (_, t) => logitsOf(context, ids.slice(0, ids.length - fed + t + 1))).flat(),
  );
  const dims = [batch.length, fed, WORDS.length];
  const logits = { place: "host", dims, data: Float32Array.from(data) } as const;
  return { first: 0, count: batch.length * fed, logits, [Symbol.dispose]: () => undefined };
}

function sequenceOf(context: number, batch: readonly (readonly TokenId[])[]): Sequence {
  const fed = (feeds: readonly Feed[]) => {
    const next = feeds.map(({ from, ids }) => [...(batch[from] ?? []), ...ids]);
    return { next, rows: rowsOf(context, next, feeds[0]?.ids.length ?? 0) };
  };
  return {
    length: batch[0]?.length ?? 0,
    batch: batch.length,
    elementBytes: 1,
    room: Infinity,
    async advance(feeds) {
      const { next, rows } = fed(feeds);
      return success({ rows, next: sequenceOf(context, next) });
    },
    finish: async (feeds) => success(fed(feeds).rows),
    [Symbol.dispose]: () => undefined,
  };
}

function contextOf(seed: number, parts: readonly PromptPart[]): number {
  const words = parts.map((part) =>
    part.kind === "text" ? hashOfText(part.text) : hash(part.features.values.data),
  );
  return hash([seed, ...words]);
}

function idsOf(answer: string): Outcome<readonly TokenId[]> {
  const ids = answer.split(" ").map((word) => WORDS.indexOf(word) as TokenId);
  return ids.some((id) => id <= PENDING)
    ? failure("badInput", `“${answer}” contains words that are not in the model's vocabulary.`)
    : success([...ids, STOP]);
}

/** The manifest of a fake model; models of one tokenizer can score each other's answers. */
export function fakeManifest(id: ModelId, tokenizer: string): Manifest {
  const files = [{ path: "model.safetensors", bytes: 1, sha256: `weights of ${id}` }];
  const known = { id, title: id, knows: "", placeholder: true, licence: "", tokenizerSha256: tokenizer };
  return { ...known, vocabularySize: WORDS.length, files, graphs: {} } as unknown as Manifest;
}

/** Opens a fake model; models with the same `tokenizer` can score each other's answers. */
export function fakeModel(id: ModelId, tokenizer: string): OpenModel {
  const texts = (ids: readonly TokenId[]) =>
    ids.map((token, at) => (at === 0 || token === STOP ? "" : " ") + (WORDS[token] ?? ""));
  const model: OpenModel = {
    manifest: fakeManifest(id, tokenizer),
    vocabularySize: WORDS.length,
    stopTokens: [STOP],
    readsText: true,
    givesAttention: false,
    mostPictures: null,
    tiling: null,
    withLongestEdge: () => failure("badInput", `${id} does not cut images into tiles.`),
    lightSize: { width: 1, height: 1 },
    texts,
    textStream() {
      const generated: TokenId[] = [];
      return {
        push: (token) => texts([...generated, token]).at(generated.push(token) - 1) ?? "",
        rest: () => "",
      };
    },
    answerIds: idsOf,
    cropEdge: () => undefined,
    resized: success,
    modelPixels: (picture) => success({ rows: 0, columns: 0, tiles: [picture] }),
    imageTokens: () => 1,
    async encode({ data }): Promise<Outcome<ImageFeatures>> {
      const values = { place: "host", dims: [1, 1], data: Float32Array.of(hash(data) % 2 ** 20) } as const;
      return success({ values, grid: { rows: 0, columns: 0 }, mask: null });
    },
    async prefill(parts): Promise<Outcome<Prefix>> {
      const sequence = sequenceOf(contextOf(hashOfText(id), parts), [[]]);
      return success({ sequence, pending: PENDING, attend: null, [Symbol.dispose]: () => undefined });
    },
    close: async () => undefined,
  };
  return model;
}
