/** The command line of write-trio.mjs: flags to a config. */

import type { ModelConfig } from "../../src/graph/config.ts";
import { miniConfig, patchesAcross, scaleFactor, smallConfig } from "../../src/graph/config.ts";
import { writeFolder } from "./write-folder.ts";
import { writeTrio } from "./write-trio.ts";

/** Flag and the field of the config that it sets. */
const sizeFlags = {
  image: "image_size",
  "vision-layers": "vision_layers",
  "vision-heads": "vision_heads",
  "vision-ffn": "vision_ffn",
  hidden: "hidden_size",
  layers: "num_layers",
  heads: "num_heads",
  "kv-heads": "num_kv_heads",
  "head-dim": "head_dim",
  ffn: "ffn",
  vocabulary: "vocab_size",
} as const satisfies Record<string, keyof ModelConfig>;

type Flags = Readonly<Record<string, string | undefined>>;

const text = { type: "string" } as const;

/** For `parseArgs`. */
export const trioOptions: Readonly<Record<string, typeof text>> = {
  ...Object.fromEntries(Object.keys(sizeFlags).map((flag) => [flag, text])),
  seed: text,
  out: text,
  size: text,
  channels: text,
  id: text,
  title: text,
};

function wholeNumber(flag: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--${flag} needs a whole number, not "${value}".`);
  return number;
}

function channelsFrom(value: string): ModelConfig["vision_channels"] {
  const [a, b, c, d, ...rest] = value.split(",").map((part) => wholeNumber("channels", part));
  if (a === undefined || b === undefined || c === undefined || d === undefined || rest.length > 0) {
    throw new Error("--channels needs four numbers, as in 4,8,8,16.");
  }
  return [a, b, c, d];
}

function configFrom(flags: Flags): ModelConfig {
  const base = flags["size"] === "mini" ? miniConfig : smallConfig;
  const sizes: Partial<Record<(typeof sizeFlags)[keyof typeof sizeFlags], number>> = {};
  for (const [flag, field] of Object.entries(sizeFlags)) {
    const value = flags[flag];
    if (value !== undefined) sizes[field] = wholeNumber(flag, value);
  }
  const channels = flags["channels"] === undefined ? base.vision_channels : channelsFrom(flags["channels"]);
  const config = { ...base, ...sizes, model_type: base.model_type, vision_channels: channels };
  return { ...config, image_tokens: (patchesAcross(config) / scaleFactor(config)) ** 2 };
}

/** Writes the model that the flags describe. */
export async function trioCommand(flags: Flags): Promise<void> {
  const out = flags["out"];
  if (out === undefined) throw new Error("Say where to write with --out FOLDER.");
  const title = {
    ...(flags["id"] === undefined ? {} : { id: flags["id"] }),
    ...(flags["title"] === undefined ? {} : { title: flags["title"] }),
  };
  const seed = wholeNumber("seed", flags["seed"] ?? "7");
  writeFolder(out, await writeTrio({ config: configFrom(flags), seed, title }));
}
