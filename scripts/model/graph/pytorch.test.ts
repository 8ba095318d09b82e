/** The bundled weights in ONNX Runtime's wasm backend against the trainer's own logits (training/reference.py). */

import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-web/wasm";
import { expect, test, vi } from "vitest";
import { extent, patience } from "../../../src/base/proof.testing.ts";
import type { ModelConfig } from "../../../src/graph/config.ts";
import type { ModelFiles } from "../assemble.ts";
import { bundledFolder, filesOf } from "../testing/bundled-folder.testing.ts";
import { largestDifference } from "../testing/pictures.testing.ts";
import { numbers, type Outputs, openTrio } from "../testing/trio-sessions.testing.ts";

vi.setConfig({ testTimeout: patience(60_000) });

interface Prompt {
  readonly picture: number;
  readonly text: string;
  readonly ids: readonly number[];
}

const folder = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const models = folder("public/models");
const references = folder("training/reference");

function json<T>(files: ModelFiles, name: string): T {
  return JSON.parse(new TextDecoder().decode(files.get(name)));
}

/** [side, side, 3] of bytes to [3, side, side] from -1 to 1. */
function normalised(pixels: Uint8Array, side: number): Float32Array {
  return Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const channel = Math.floor(i / (side * side));
    return ((pixels[(i % (side * side)) * 3 + channel] ?? 0) / 255 - 0.5) / 0.5;
  });
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** A grid of several tiles has the whole picture as one more. */
const tilesOf = ({ rows, columns }: Grid): number => rows * columns + (rows * columns > 1 ? 1 : 0);

interface Reference {
  readonly prompts: readonly Prompt[];
  readonly grids: readonly Grid[];
  /** uint8 [side, side, 3] of every tile, picture after picture. */
  readonly pixels: Uint8Array;
  /** [prompts, vocabulary]. */
  readonly logits: Float32Array;
}

const stored = filesOf(references);

/** What all bundled models were asked, and what PyTorch gives for this one. */
function referenceOf(id: string): Reference {
  const bytes = (name: string): Uint8Array => stored.get(name) ?? new Uint8Array();
  return {
    prompts: json<readonly Prompt[]>(stored, "prompts.json"),
    grids: json<readonly Grid[]>(stored, "pictures.json"),
    pixels: gunzipSync(bytes("pixels.bin.gz")),
    logits: new Float32Array(bytes(`${id}.logits.bin`).slice().buffer),
  };
}

test.each(readdirSync(models).filter((id) => existsSync(`${models}/${id}/manifest.json`)))(
  "%s: logits within 1e-3 of PyTorch's, the same ids and the same next token",
  async (id) => {
    const files = bundledFolder(id);
    const config = json<ModelConfig>(files, "config.json");
    const { prompts, grids, pixels, logits } = referenceOf(id);
    expect(prompts).toHaveLength(100);
    expect(logits).toHaveLength(prompts.length * config.vocab_size);

    const tokenizer = new Tokenizer(json(files, "tokenizer.json"), json(files, "tokenizer_config.json"));
    const imageToken = tokenizer.encode("<image>", { add_special_tokens: false }).ids[0] ?? -1;
    const trio = await openTrio({ ort, executionProviders: ["wasm"] }, config, files);
    const bytes = 3 * config.image_size ** 2;
    const prefixOf = async (picture: number, ids: readonly number[]): Promise<Outputs> => {
      const grid = grids[picture] ?? { rows: 1, columns: 1 };
      const first = grids.slice(0, picture).reduce((sum, each) => sum + tilesOf(each), 0);
      const tiles = Array.from({ length: tilesOf(grid) }, (_, tile) =>
        normalised(pixels.subarray((first + tile) * bytes, (first + tile + 1) * bytes), config.image_size),
      );
      const shown = new Float32Array(tiles.flatMap((tile) => [...tile]));
      const encoded = await trio.encode(
        shown,
        config.joined_tiles === true ? [grid.rows, grid.columns] : undefined,
      );
      const features = numbers(encoded, "image_features");
      const embeds = await trio.embedIds(ids);
      const places = ids.flatMap((token, at) => (token === imageToken ? [at] : []));
      expect(places).toHaveLength(features.length / config.hidden_size);
      for (const [token, at] of places.entries())
        embeds.set(
          features.subarray(token * config.hidden_size, (token + 1) * config.hidden_size),
          at * config.hidden_size,
        );
      return trio.decode({ embeds });
    };
    const prefixes = new Map<number, Outputs>();
    // Every prompt has its turn: 20 are spread over all of them.
    const every = prompts.length / extent(20, 100, "prompts");
    for (const [index, { picture, text, ids }] of prompts.entries()) {
      if (index % every !== 0) continue;
      const asked = tokenizer.encode(text, { add_special_tokens: false }).ids;
      expect(ids.slice(0, asked.length)).toEqual(asked);
      const shared = ids.lastIndexOf(imageToken);
      const before = prefixes.get(picture) ?? (await prefixOf(picture, ids.slice(0, shared + 1)));
      prefixes.set(picture, before);
      const embeds = await trio.embedIds(ids.slice(shared + 1));
      const found = numbers(await trio.decode({ embeds, before }), "logits").slice(-config.vocab_size);
      const expected = logits.subarray(index * config.vocab_size, (index + 1) * config.vocab_size);
      expect(largestDifference(found, [...expected]), `prompt ${index}`).toBeLessThan(1e-3);
      expect(found.indexOf(Math.max(...found))).toBe(expected.indexOf(Math.max(...expected)));
    }
  },
);
