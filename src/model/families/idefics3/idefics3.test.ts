/** Tiles, pixel values and prompt ids of 20 prompts and image shapes against the reference implementations'. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { NO_FIXTURES, smolvlmFixtures } from "../../../../scripts/model/vectors/fixtures.testing.ts";
import cases from "../../../../scripts/model/vectors/idefics3.cases.json" with { type: "json" };
import idVectors from "../../../../scripts/model/vectors/idefics3-ids.vectors.json" with { type: "json" };
import tileVectors from "../../../../scripts/model/vectors/idefics3-tiles.vectors.json" with { type: "json" };
import turns from "../../../../scripts/model/vectors/idefics3-turns.cases.json" with { type: "json" };
import { idefics3Example } from "../../../../scripts/model/vectors/small-manifests.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { parseManifest } from "../../manifest/manifest.ts";
import { createTokenizer } from "../../tokenizer.ts";
import type { Idefics3Manifest } from "./manifest.ts";
import { pixelMask, pixelValues, tileGrid, tilePicture } from "./pixels.ts";
import { promptIds } from "./prompt.ts";

type Case = (typeof cases)[number];
const fixtures = smolvlmFixtures();

function manifestFor({ longestEdge, splitting }: Pick<Case, "longestEdge" | "splitting">): Idefics3Manifest {
  const chatTemplate = JSON.parse(fixtures?.("chat_template.json") ?? '{"chat_template":""}').chat_template;
  const vision = { ...idefics3Example.vision, longestEdge, splitting };
  const parsed = parseManifest({ ...idefics3Example, chatTemplate, vision });
  if (!parsed.ok || parsed.value.family !== "idefics3") throw new Error("not a manifest");
  return parsed.value;
}

function digest(values: Uint8Array | Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

const numbered = cases.map((one, index) => ({ ...one, index, shapes: one.pictures.join(" and ") }));

describe("the slow path's pixels", () => {
  test.each(numbered)("of $shapes at longest edge $longestEdge, tile by tile", (one) => {
    const { vision } = manifestFor(one);
    const found = one.pictures.map(([width = 0, height = 0], seed) => {
      const { rows, columns, tiles } = tilePicture(testPicture(width, height, seed), vision);
      expect(tileGrid({ width, height }, vision)).toEqual({ rows, columns });
      expect(pixelMask(tiles.length, vision).data).toHaveLength(tiles.length * 512 * 512);
      const values = digest(pixelValues(tiles, vision));
      return { rows, columns, tiles: tiles.map((tile) => digest(tile.data)), values };
    });
    expect(found).toEqual(tileVectors.cases[one.index]);
  });
});

describe("the reference's prompts", () => {
  const unpacked = (packed: (number | number[])[] = []) =>
    packed.flatMap((run) => {
      const [id = 0, count = 1] = typeof run === "number" ? [run] : run;
      return new Array<number>(count).fill(id);
    });

  test.for(numbered)("$text", (one, { skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const manifest = manifestFor(one);
    const config = JSON.parse(fixtures("tokenizer_config.json"));
    const tokenizer = createTokenizer(JSON.parse(fixtures("tokenizer.json")), config);
    if (!tokenizer.ok) throw new Error(tokenizer.fault.message);
    const grids = one.pictures.map(([width = 0, height = 0]) => tileGrid({ width, height }, manifest.vision));
    const ids = promptIds(manifest, tokenizer.value, [
      ...grids.map((grid) => ({ kind: "picture", grid }) as const),
      { kind: "text", text: one.text },
    ]);
    const expected = idVectors.cases[one.index];
    expect(grids.map((grid) => grid.rows)).toEqual(expected?.rows);
    expect(grids.map((grid) => grid.columns)).toEqual(expected?.columns);
    expect(ids).toEqual({ ok: true, value: unpacked(expected?.ids) });
  });

  test.for(turns.map((turn, index) => ({ ...turn, index })))("$name", (one, { skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const manifest = manifestFor(one);
    const config = JSON.parse(fixtures("tokenizer_config.json"));
    const tokenizer = createTokenizer(JSON.parse(fixtures("tokenizer.json")), config);
    if (!tokenizer.ok) throw new Error(tokenizer.fault.message);
    const parts = one.turn.map((part) => {
      if (typeof part === "string") return { kind: "text", text: part } as const;
      const [width = 0, height = 0] = part;
      return { kind: "picture", grid: tileGrid({ width, height }, manifest.vision) } as const;
    });
    const ids = promptIds(manifest, tokenizer.value, parts);
    expect(ids).toEqual({ ok: true, value: unpacked(idVectors.turns[one.index]) });
  });

  test("a control token in the question is refused by name", ({ skip }) => {
    if (fixtures === null) return skip(NO_FIXTURES);
    const config = JSON.parse(fixtures("tokenizer_config.json"));
    const tokenizer = createTokenizer(JSON.parse(fixtures("tokenizer.json")), config);
    if (!tokenizer.ok) throw new Error(tokenizer.fault.message);
    for (const piece of ["<row_2_col_3>", "<image>", "<|im_end|>", "<global-img>"]) {
      const manifest = manifestFor(cases[0] as Case);
      const refused = promptIds(manifest, tokenizer.value, [{ kind: "text", text: `Is ${piece} there?` }]);
      expect(refused).toMatchObject({
        ok: false,
        fault: { kind: "badInput", message: expect.stringContaining(piece) },
      });
    }
  });
});
