/**
 * node scripts/model/bundle.mjs --from EXPORT --id fovea-mini --title "Fovea-mini" --knows "…" [--split-at 512] [--decoder-apart] [--shared-with fovea-mini] [--out DIR]
 * Turns a trained export (model.safetensors, config.json, tokenizer files) into public/models/<id>/.
 */

import { parseArgs } from "node:util";
import { loadTypeScript } from "../process/load-typescript.mjs";

const { bundleCommand, bundleOptions } = await loadTypeScript("scripts/model/bundle-command.ts");
const { values } = parseArgs({ options: bundleOptions });
await bundleCommand(values);
