/** The bundled weights in ONNX Runtime's wasm backend against the trainer's own logits (training/reference.py). */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-web/wasm";
import { expect, test, vi } from "vitest";
import { extent, patience } from "../../../src/base/proof.testing.ts";
import type { ModelConfig } from "../../../src/graph/config.ts";
import type { ModelFiles } from "../assemble.ts";
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

function readFolder(path: string): ModelFiles {
  return new Map(readdirSync(path).map((name) => [name, new Uint8Array(readFileSync(`${path}/${name}`))]));
}

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

test.each(readdirSync(models).filter((id) => existsSync(`${models}/${id}/manifest.json`)))(
  "%s: logits within 1e-3 of PyTorch's, the same ids and the same next token",
  async (id) => {
    const files = readFolder(`${models}/${id}`);
    const stored = readFolder(references);
    const config = json<ModelConfig>(files, "config.json");
    const prompts = json<readonly Prompt[]>(stored, "prompts.json");
    expect(prompts).toHaveLength(100);
    const pixels = stored.get("pixels.bin") ?? new Uint8Array();
    const logits = new Float32Array(
      (stored.get(`${id.replace("fovea-", "")}.logits.bin`) ?? new Uint8Array()).slice().buffer,
    );
    expect(logits).toHaveLength(prompts.length * config.vocab_size);

    const tokenizer = new Tokenizer(json(files, "tokenizer.json"), json(files, "tokenizer_config.json"));
    const imageToken = tokenizer.encode("<image>", { add_special_tokens: false }).ids[0];
    const trio = await openTrio({ ort, executionProviders: ["wasm"] }, config, files);
    const bytes = 3 * config.image_size ** 2;
    const shared = prompts[0]?.ids.lastIndexOf(imageToken ?? -1) ?? -1;
    const prefixOf = async (picture: number): Promise<Outputs> => {
      const shown = pixels.subarray(picture * bytes, (picture + 1) * bytes);
      const encoded = await trio.encode(normalised(shown, config.image_size));
      const ids = prompts[0]?.ids.slice(0, shared + 1) ?? [];
      const embeds = await trio.embedIds(ids);
      embeds.set(numbers(encoded, "image_features"), ids.indexOf(imageToken ?? -1) * config.hidden_size);
      return trio.decode({ embeds });
    };
    const prefixes = new Map<number, Outputs>();
    // Every prompt has its turn: 20 are spread over all of them.
    const every = prompts.length / extent(20, 100, "prompts");
    for (const [index, { picture, text, ids }] of prompts.entries()) {
      if (index % every !== 0) continue;
      const asked = tokenizer.encode(text, { add_special_tokens: false }).ids;
      expect(ids.slice(0, asked.length)).toEqual(asked);
      const before = prefixes.get(picture) ?? (await prefixOf(picture));
      prefixes.set(picture, before);
      const embeds = await trio.embedIds(ids.slice(shared + 1));
      const found = numbers(await trio.decode({ embeds, before }), "logits").slice(-config.vocab_size);
      const expected = logits.subarray(index * config.vocab_size, (index + 1) * config.vocab_size);
      expect(largestDifference(found, [...expected]), `prompt ${index}`).toBeLessThan(1e-3);
      expect(found.indexOf(Math.max(...found))).toBe(expected.indexOf(Math.max(...expected)));
    }
  },
);
