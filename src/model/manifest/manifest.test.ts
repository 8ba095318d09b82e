import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { manifestJsonSchema, schemaPath } from "../../../scripts/docs/manifest-json-schema.ts";
import {
  encoderDecoderExample,
  idefics3Example,
} from "../../../scripts/model/vectors/small-manifests.testing.ts";
import { withLongestEdge } from "../families/idefics3/manifest.ts";
import { parseManifest } from "./manifest.ts";

const root = new URL("../../../", import.meta.url);
const good = idefics3Example;
const pair = encoderDecoderExample;
const hash = "0".repeat(64);

const shared = { path: "x", bytes: 1, sha256: hash };

/** The sentence of a refusal; empty when there is none. */
function refusal(value: unknown): string {
  const parsed = parseManifest(value);
  return parsed.ok ? "" : parsed.fault.message;
}

test("a file may lie in the folder of a model beside this one", () => {
  const files = good.files.map((file, index) =>
    index === 3 ? { ...file, at: "../other/model.safetensors" } : file,
  );
  expect(refusal({ ...good, files })).toBe("");
});

test("good manifests are read, and a placeholder must say that it is one", () => {
  const parsed = parseManifest(good);
  expect(parsed.ok && parsed.value.placeholder).toBe(false);
  expect(refusal(pair)).toBe("");
});

test.each([
  ["a newer schema", { ...good, schema: 2 }, "schema"],
  ["an unknown family", { ...good, family: "gpt" }, "family"],
  ["a path out of the folder", { ...good, files: [{ path: "../x", bytes: 1, sha256: hash }] }, "files"],
  ["a shared file above the models", { ...good, files: [{ ...shared, at: "../../x" }] }, "files"],
  ["a shared file elsewhere", { ...good, files: [{ ...shared, at: "https://x/y" }] }, "files"],
  ["an absolute address", { ...good, files: [{ path: "https://x/y", bytes: 1, sha256: hash }] }, "files"],
  ["a short hash", { ...good, tokenizerSha256: "ab" }, "tokenizerSha256"],
  ["another tokenizer's hash", { ...good, tokenizerSha256: "1".repeat(64) }, "tokenizer.json"],
  ["a graph that is not listed", { ...good, files: good.files.slice(1) }, "vision_encoder.onnx"],
  ["tiles larger than the picture", { ...good, vision: { ...good.vision, longestEdge: 256 } }, "vision"],
  ["an edge beyond the reference's", { ...good, vision: { ...good.vision, longestEdge: 5000 } }, "4096"],
  ["a page instead of a manifest", "<html>", "manifest"],
  ["nothing", null, "manifest"],
  ["two channels", { ...pair, vision: { ...pair.vision, channels: 2 } }, "vision.channels"],
  ["one mean for three channels", { ...pair, vision: { ...pair.vision, mean: [0] } }, "mean"],
  ["a deviation of zero", { ...pair, vision: { ...pair.vision, std: [1, 0, 1] } }, "std"],
  ["no prompt", { ...pair, promptIds: [] }, "promptIds"],
  ["a list that is not among the files", { ...pair, files: pair.files.slice(0, 2) }, "vocabulary.txt"],
  [
    "a stretch up to a maximum",
    { ...pair, vision: { ...pair.vision, sides: { kind: "maximal", width: 8, height: 8, fit: "stretch" } } },
    "vision.sides.fit",
  ],
  [
    "a maximum that is no multiple",
    {
      ...pair,
      vision: {
        ...pair.vision,
        sides: { kind: "maximal", width: 100, height: 64, fit: "keep", multipleOf: 32 },
      },
    },
    "multipleOf",
  ],
])("%s is refused by name", (_, value, where) => {
  expect(refusal(value)).toContain(where);
});

describe("the longest edge", () => {
  const parsed = parseManifest(good);
  if (!parsed.ok || parsed.value.family !== "idefics3") throw new Error("no manifest of that family");
  const manifest = parsed.value;

  test("can be chosen from one tile up", () => {
    expect(withLongestEdge(manifest, 1024)).toMatchObject({
      ok: true,
      value: { vision: { longestEdge: 1024 } },
    });
    for (const edge of [511, 4097, 600.5, Number.NaN]) {
      expect(withLongestEdge(manifest, edge)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    }
  });

  test("is no choice where pictures are not split", () => {
    const whole = { ...manifest, vision: { ...manifest.vision, splitting: false } };
    expect(withLongestEdge(whole, 1024).ok).toBe(false);
  });
});

describe("what is published", () => {
  test("the JSON Schema is that of the code; else run node scripts/docs/write-schema.mjs", () => {
    expect(readFileSync(new URL(schemaPath, root), "utf8")).toBe(manifestJsonSchema());
  });

  test("the documentation's examples are manifests", () => {
    const page = readFileSync(new URL("docs/manifest.md", root), "utf8");
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) => JSON.parse(json));
    expect(examples.map((example) => [example.family, refusal(example)])).toEqual([
      ["idefics3", ""],
      ["encoder-decoder", ""],
    ]);
  });
});
