/** The command line of bundle.mjs: a trainer's export becomes a folder that the page can load. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelConfig } from "../../src/graph/config.ts";
import { weightsFile } from "../../src/graph/graph-builder.ts";
import { readSafetensors } from "../../src/graph/safetensors.ts";
import { assembleModel } from "./assemble.ts";
import { specialTokens } from "./tokenizer-files.ts";
import { writeFolder } from "./write-folder.ts";

const text = { type: "string" } as const;

/** What training/ puts in the place of a question's end where it gives the box as text. */
const BOX_WORDS = ", in the box from ({x0}, {y0}) to ({x1}, {y1})?";

/** For `parseArgs`. */
export const bundleOptions = {
  from: text,
  out: text,
  id: text,
  title: text,
  knows: text,
  licence: text,
  source: text,
  "split-at": text,
  "shared-with": text,
  "decoder-apart": { type: "boolean" },
} as const;

type Flags = Readonly<Partial<Record<Exclude<keyof typeof bundleOptions, "decoder-apart">, string>>> & {
  readonly "decoder-apart"?: boolean;
};

function needed(flags: Flags, flag: "from" | "id" | "title" | "knows"): string {
  const value = flags[flag];
  if (value === undefined) throw new Error(`bundle.mjs needs --${flag}.`);
  return value;
}

/** Throws a sentence when a special token is missing: the page would then never find the image's place. */
function checkTokenizer(tokenizer: string): void {
  const { added_tokens: added }: { added_tokens: { content: string }[] } = JSON.parse(tokenizer);
  for (const token of specialTokens) {
    if (!added.some((entry) => entry.content === token)) throw new Error(`tokenizer.json lacks ${token}.`);
  }
}

/** Writes public/models/<id>/ from the export in `--from`; with `--shared-with` without the file that the model beside it has too. */
export async function bundleCommand(flags: Flags): Promise<void> {
  const from = needed(flags, "from");
  const id = needed(flags, "id");
  const read = (name: string): Uint8Array => readFileSync(join(from, name));
  const config: ModelConfig = JSON.parse(new TextDecoder().decode(read("config.json")));
  const tokenizer = new TextDecoder().decode(read("tokenizer.json"));
  checkTokenizer(tokenizer);
  const title = {
    id,
    title: needed(flags, "title"),
    licence: flags.licence ?? "Apache-2.0",
    source: flags.source ?? "training/",
    knows: needed(flags, "knows"),
    boxWords: BOX_WORDS,
  };
  const weights = readSafetensors(read("model.safetensors"));
  const tokenizerConfig = new TextDecoder().decode(read("tokenizer_config.json"));
  const edge = flags["split-at"];
  const sharedWith = flags["shared-with"];
  const files = await assembleModel(title, {
    config,
    weights,
    tokenizer,
    tokenizerConfig,
    ...(edge === undefined ? {} : { splitAt: Number(edge) }),
    decoderApart: flags["decoder-apart"] === true || sharedWith !== undefined,
    ...(sharedWith === undefined ? {} : { sharedWith }),
  });
  const out = flags.out ?? join("public", "models", id);
  if (sharedWith === undefined) return writeFolder(out, files);
  const shared = files.get(weightsFile);
  if (shared === undefined || !readFileSync(join(out, "..", sharedWith, weightsFile)).equals(shared))
    throw new Error(`${sharedWith} has another ${weightsFile}: the two cannot share it.`);
  writeFolder(out, new Map([...files].filter(([path]) => path !== weightsFile)));
}
