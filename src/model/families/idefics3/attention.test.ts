import { expect, test } from "vitest";
import type { TokenId } from "../../../base/ids.ts";
import { attentionNames, picturePlaces } from "./attention.ts";
import type { Idefics3Manifest } from "./manifest.ts";

const [text, image] = [1, 2] as TokenId[] as [TokenId, TokenId];

/** A tile of four tokens behind its announcement. */
const tile = [text, image, image, image, image];

test("of a picture that was cut, the tokens of the whole picture, which come last", () => {
  const ids = [text, ...tile, ...tile, ...tile, text, ...tile, text];
  const grids = [
    { rows: 1, columns: 2 },
    { rows: 0, columns: 0 },
  ];
  expect(picturePlaces(image, ids, grids, 4)).toEqual([
    { firstKey: 12, rows: 2, columns: 2 },
    { firstKey: 18, rows: 2, columns: 2 },
  ]);
});

test("only a manifest that offers attention has outputs for it", () => {
  const manifest = (offers: readonly string[]) => ({ offers, layers: 2 }) as unknown as Idefics3Manifest;
  expect(attentionNames(manifest(["logits", "attention"]))).toEqual(["attentions.0", "attentions.1"]);
  expect(attentionNames(manifest(["logits"]))).toEqual([]);
});
