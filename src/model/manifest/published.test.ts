import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { estimateMemory } from "../memory.ts";
import { filesOf, manifestOf, mixesOf } from "./hub-layout.ts";
import { type PublishedEntry, parsePublished } from "./published.ts";

const root = new URL("../../../", import.meta.url);
const parsed = parsePublished(
  JSON.parse(readFileSync(new URL("public/models/published.json", root), "utf8")),
);
const models: readonly PublishedEntry[] = parsed.ok ? parsed.value : [];

test("the list is read, and every model whose files are listed is pinned to a commit", () => {
  expect(parsed).toMatchObject({ ok: true });
  expect(models.map(({ repository }) => repository)).toEqual([
    "HuggingFaceTB/SmolVLM-256M-Instruct",
    "HuggingFaceTB/SmolVLM-500M-Instruct",
    "HuggingFaceTB/SmolVLM2-256M-Video-Instruct",
    "HuggingFaceTB/SmolVLM2-500M-Video-Instruct",
    "ds4sd/SmolDocling-256M-preview",
    "onnx-community/granite-docling-258M-ONNX",
  ]);
  for (const { files, revision } of models) expect(files.length > 0 && revision === "main").toBe(false);
});

test.each(models.filter(({ files }) => files.length > 0))(
  "$title: each precision makes a manifest, between the smallest and the largest size",
  ({ files, shape, title, licence, knows, smallest, largest }) => {
    if (shape === null) throw new Error("files without a shape");
    const about = { id: "m", title, licence, knows, source: "the hub" };
    const sizes = mixesOf(files).map((mix) => {
      const manifest = manifestOf(about, shape, mix, filesOf(files, mix));
      if (!manifest.ok) throw new Error(manifest.fault.message);
      const { ordinary, graphics } = estimateMemory(manifest.value, "webgpu");
      const bytes = manifest.value.files.reduce((sum, file) => sum + file.bytes, 0);
      expect(ordinary + graphics).toBeGreaterThan(bytes);
      return bytes;
    });
    expect(sizes.length).toBeGreaterThanOrEqual(9);
    // Sizes are said before the exact ones are known: right to the last megabyte or so.
    expect(Math.abs(Math.min(...sizes) / smallest - 1)).toBeLessThan(0.03);
    expect(Math.abs(Math.max(...sizes) / largest - 1)).toBeLessThan(0.03);
  },
);

test("the documentation's example is the published list's", () => {
  const page = readFileSync(new URL("docs/manifest.md", root), "utf8");
  const listed = models[0]?.files ?? [];
  const hashes = [...page.matchAll(/"path": "([^"]+)", "bytes": (\d+),\s+"sha256": "([0-9a-f]{64})"/g)]
    .map(([, path, bytes, sha256]) => ({ path, bytes: Number(bytes), sha256 }))
    .filter(({ sha256 }) => !/^0+$/.test(sha256 ?? ""));
  expect(hashes.length).toBeGreaterThan(3);
  for (const file of hashes) expect(listed).toContainEqual(file);
});

test("a broken list is a fault", () => {
  expect(parsePublished({ schema: 1, models: [{ repository: "x" }] })).toMatchObject({
    ok: false,
    fault: { kind: "corrupt" },
  });
});
