/** Streams of text against decoding everything at once, for each kind of decoder that tokenizer files name. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenizerConfigJson, tokenizerJson } from "../../scripts/model/tokenizer-files.ts";
import { NO_FIXTURES, smolvlmFixtures } from "../../scripts/model/vectors/fixtures.testing.ts";
import type { TokenId } from "../base/ids.ts";
import { extent } from "../base/proof.testing.ts";
import { textsOf, windowStream } from "./text-stream.ts";
import { createTokenizer, type Tokenizer } from "./tokenizer.ts";

function opened(json: unknown, config: unknown): Tokenizer {
  const tokenizer = createTokenizer(json, config);
  if (!tokenizer.ok) throw new Error(tokenizer.fault.message);
  return tokenizer.value;
}

const bytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

/** A tokenizer of these pieces that only decodes. */
function reader(pieces: readonly string[], decoder: unknown): Tokenizer {
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const unused = { normalizer: null, pre_tokenizer: null, post_processor: null };
  const model = { type: "BPE", vocab, merges: [] };
  return opened({ version: "1.0", added_tokens: [], ...unused, model, decoder }, {});
}

const strip = { type: "Strip", content: " ", start: 1, stop: 0 };
const replace = { type: "Replace", pattern: { String: "▁" }, content: " " };
const sentencePiece = {
  type: "Sequence",
  decoders: [replace, { type: "ByteFallback" }, { type: "Fuse" }, strip],
};
const words = ["▁", "▁the", "▁red", "▁box", "es", "▁▁", "é", "▁字"];
const metaspace = { type: "Metaspace", replacement: "▁", add_prefix_space: true };

const tokenizers: readonly (readonly [string, Tokenizer, number])[] = [
  ["byte level", opened(JSON.parse(tokenizerJson(400)), JSON.parse(tokenizerConfigJson())), 400],
  ["byte fallback behind word marks", reader([...words, ...bytes], sentencePiece), words.length + 256],
  ["word marks", reader(words, metaspace), words.length],
  [
    "word pieces",
    reader(["a", "##b", "c", "##", "d"], { type: "WordPiece", prefix: "##", cleanup: false }),
    5,
  ],
  ["word ends", reader(["a</w>", "b", "c</w>", "d"], { type: "BPEDecoder", suffix: "</w>" }), 4],
];

describe.each(tokenizers)("%s", (_, tokenizer, size) => {
  const ids = fc.array(fc.nat(size - 1) as fc.Arbitrary<TokenId>, { maxLength: 80 });
  const stream = () => windowStream((some) => tokenizer.decode(some));

  test("any ids, one by one, give the text of all at once", () => {
    fc.assert(
      fc.property(ids, (list) => {
        expect(textsOf(stream(), list).join("")).toBe(tokenizer.decode(list));
      }),
      { numRuns: extent(100, 3000, "random texts") },
    );
  });

  test("the cost of an id does not grow", () => {
    let most = 0;
    const watched = windowStream((some) => {
      most = Math.max(most, some.length);
      return tokenizer.decode(some);
    });
    const list = Array.from({ length: 2000 }, (__, i) => ((i * 7919) % size) as TokenId);
    textsOf(watched, list);
    expect(most).toBeLessThanOrEqual(40);
  });
});

describe("characters of several bytes", () => {
  const tokenizer = tokenizers[0]?.[1] as Tokenizer;
  const stream = () => windowStream((some) => tokenizer.decode(some));

  test("are carried whole by the piece that completes them", () => {
    const ids = tokenizer.encode("a€🐿b");
    const texts = textsOf(stream(), ids);
    expect(texts.filter((text) => text !== "")).toEqual(["a", "€", "🐿", "b"]);
    expect(texts).toHaveLength(1 + 3 + 4 + 1);
  });

  test("and never end: the mark comes with the last piece, and at once where it cannot be completed", () => {
    const [first, second] = tokenizer.encode("€") as [TokenId, TokenId];
    expect(textsOf(stream(), [first, second])).toEqual(["", "\uFFFD"]);
    const letter = tokenizer.encode("x")[0] as TokenId;
    expect(textsOf(stream(), [first, letter, letter])).toEqual(["", "\uFFFDx", "x"]);
  });
});

test("SmolVLM's own pieces", ({ skip }) => {
  const fixtures = smolvlmFixtures();
  if (fixtures === null) return skip(NO_FIXTURES);
  const tokenizer = opened(
    JSON.parse(fixtures("tokenizer.json")),
    JSON.parse(fixtures("tokenizer_config.json")),
  );
  const ids = tokenizer.encode(" The sign says “K7P”. この画像 🐿️ ends<end_of_utterance>");
  const texts = textsOf(
    windowStream((some) => tokenizer.decode(some)),
    ids,
  );
  expect(texts.join("")).toBe(tokenizer.decode(ids));
  expect(texts.join("")).not.toContain("\uFFFD");
  fc.assert(
    fc.property(fc.array(fc.nat(49279) as fc.Arbitrary<TokenId>, { maxLength: 40 }), (list) => {
      const streamed = textsOf(
        windowStream((some) => tokenizer.decode(some)),
        list,
      );
      expect(streamed.join("")).toBe(tokenizer.decode(list));
    }),
    { numRuns: 50 },
  );
});
