/** Opens a model of the Idefics3 family: looks up tokens, opens the graphs and checks them against the manifest. */
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Graph } from "../../adapter.ts";
import type { Family } from "../../family.ts";
import { readJson } from "../../files.ts";
import { checkPorts, type Expected, FLOATS } from "../../ports.ts";
import { portOf } from "../../tensors.ts";
import { createTokenizer } from "../../tokenizer.ts";
import { attentionNames } from "./attention.ts";
import { idefics3Model } from "./idefics3.ts";
import type { Idefics3Manifest } from "./manifest.ts";
import { cacheNames, KEEP } from "./sequence.ts";
import { findTokens } from "./tokens.ts";

/** The last dimension of a graph's output, if the file fixes it. */
function widthOf(graph: Graph, output: string): number | null {
  const width = portOf(graph.outputs, output)?.dims.at(-1);
  return typeof width === "number" ? width : null;
}

function checkVision(manifest: Idefics3Manifest, graph: Graph, width: number | null): Outcome<null> {
  const { tile, tokensPerTile, joinedTiles } = manifest.vision;
  const inputs: Expected[] = [
    { name: "pixel_values", types: FLOATS, dims: [null, null, 3, tile, tile] },
    { name: "pixel_attention_mask", types: ["bool"], dims: [null, null, tile, tile], optional: true },
    ...(joinedTiles ? [{ name: "tile_grid", types: ["int64"], dims: [2] }] : []),
  ];
  const output = { name: "image_features", types: FLOATS, dims: [null, tokensPerTile, width] };
  return checkPorts(manifest.graphs.vision_encoder.path, graph, inputs, [output]);
}

function checkEmbed(manifest: Idefics3Manifest, graph: Graph): Outcome<null> {
  const input = { name: "input_ids", types: ["int64"], dims: [null, null] };
  const output = { name: "inputs_embeds", types: FLOATS, dims: [null, null, null] };
  return checkPorts(manifest.graphs.embed_tokens.path, graph, [input], [output]);
}

function checkDecoder(manifest: Idefics3Manifest, graph: Graph, width: number | null): Outcome<null> {
  const dims = [null, manifest.keyValueHeads, null, manifest.headDimension];
  const names = cacheNames(manifest);
  const inputs: Expected[] = [
    { name: "inputs_embeds", types: FLOATS, dims: [null, null, width] },
    { name: "attention_mask", types: ["int64"], dims: [null, null] },
    { name: "position_ids", types: ["int64"], dims: [null, null], optional: true },
    { name: KEEP, types: ["int64"], dims: null, optional: true },
    ...names.map((name) => ({ name: `past_key_values.${name}`, types: FLOATS, dims })),
  ];
  const outputs: Expected[] = [
    { name: "logits", types: FLOATS, dims: [null, null, manifest.vocabularySize] },
    // The cache is fed back unchanged, so each present output must have the type of its past input.
    ...names.map((name) => {
      const past = portOf(graph.inputs, `past_key_values.${name}`);
      return { name: `present.${name}`, types: past === undefined ? FLOATS : [past.type], dims };
    }),
    ...attentionNames(manifest).map((name) => ({
      name,
      types: ["float32"],
      dims: [null, null, null, null],
    })),
  ];
  return checkPorts(manifest.graphs.decoder_model_merged.path, graph, inputs, outputs);
}

export const openIdefics3: Family<Idefics3Manifest>["open"] = async (manifest, files, runtime, signal) => {
  const json = readJson(files, "tokenizer.json");
  if (!json.ok) return json;
  const config = readJson(files, "tokenizer_config.json");
  if (!config.ok) return config;
  const tokenizer = createTokenizer(json.value, config.value);
  if (!tokenizer.ok) return tokenizer;
  const tokens = findTokens(manifest, tokenizer.value);
  if (!tokens.ok) return tokens;
  const embed = await runtime.load("embed_tokens", [], signal);
  if (!embed.ok) return embed;
  const embedChecked = checkEmbed(manifest, embed.value);
  if (!embedChecked.ok) return embedChecked;
  const width = widthOf(embed.value, "inputs_embeds");
  const vision = await runtime.load("vision_encoder", [], signal);
  if (!vision.ok) return vision;
  const visionChecked = checkVision(manifest, vision.value, width);
  if (!visionChecked.ok) return visionChecked;
  const present = cacheNames(manifest).map((name) => `present.${name}`);
  const stay = ["logits", ...present, ...attentionNames(manifest)];
  const decoder = await runtime.load("decoder_model_merged", stay, signal);
  if (!decoder.ok) return decoder;
  const decoderChecked = checkDecoder(manifest, decoder.value, width);
  if (!decoderChecked.ok) return decoderChecked;
  const graphs = { vision: vision.value, embed: embed.value, decoder: decoder.value, runtime };
  return success(idefics3Model({ manifest, tokenizer: tokenizer.value, ...tokens.value, ...graphs }));
};
