/**
 * node scripts/model/write-trio.mjs --seed 7 --out DIR [--size mini] [--hidden 32 --layers 2 …]
 * Writes a seeded random model (three graphs, weights, tokenizer, manifest) into DIR.
 */

import { parseArgs } from "node:util";
import { loadTypeScript } from "../process/load-typescript.mjs";

const { trioCommand, trioOptions } = await loadTypeScript("scripts/model/trio-command.ts");
const { values } = parseArgs({ options: trioOptions });
await trioCommand(values);
