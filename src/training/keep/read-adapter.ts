/** A low-rank adapter from the files of a folder in the layout of the Python package PEFT. */

import * as v from "valibot";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { readSafetensors, type StoredTensor } from "../../graph/safetensors.ts";
import type { LocalFile } from "../../source/source.ts";
import { floatsOf } from "../model/trainable.ts";
import type { LowRank } from "../optimizer/trained.ts";

export interface Adapter {
  /** What its configuration calls its parent; null where it does not. */
  readonly parentName: string | null;
  /** What it calls the parent's revision: the SHA-256 of the parent's weights where it can be opened here. */
  readonly revision: string | null;
  readonly rank: number;
  /** lora_alpha / r. */
  readonly scale: number;
  /** By the parent's parameter that each changes. */
  readonly changes: ReadonlyMap<string, LowRank>;
}

const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";
const HINT =
  "An adapter has adapter_config.json and adapter_model.safetensors in one folder, as a training run here or PEFT's save_pretrained writes them.";
const PLAIN =
  "Adapters of plain LoRA can be opened: linear maps alone, and one r and one lora_alpha for all of them.";

/**
 * Options of PEFT's LoRA that do not change W + (alpha / r) B A, whatever their value: where a matrix is, how it was trained, and notes.
 * Of every other one only a value that switches it off is read.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  ...["peft_type", "peft_version", "auto_mapping", "base_model_name_or_path", "revision", "task_type"],
  ...["r", "lora_alpha", "lora_dropout", "target_modules", "exclude_modules", "layers_to_transform"],
  ...["layers_pattern", "inference_mode", "megatron_config", "megatron_core", "qalora_group_size"],
]);

/** Values other than false and nothing that do so; other starts of the matrices change the parent's weights too (PiSSA, OLoRA, LoftQ). */
const OFF: Readonly<Record<string, readonly unknown[]>> = {
  bias: ["none"],
  init_lora_weights: [true, "gaussian"],
};

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** The first option that would make other weights than W + (alpha / r) B A. */
function unknownOption(config: Readonly<Record<string, unknown>>): readonly [string, unknown] | undefined {
  return Object.entries(config).find(
    ([name, value]) => !HARMLESS.has(name) && !isEmpty(value) && OFF[name]?.includes(value) !== true,
  );
}

const text = v.optional(v.nullable(v.string()), null);
const schema = v.looseObject({
  peft_type: v.string(),
  base_model_name_or_path: text,
  revision: text,
});
const numbers = v.object({
  r: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lora_alpha: v.pipe(v.number(), v.finite()),
});

/** Everything but the matrices. Faults: corrupt (no JSON object of that kind), unsupported (another method, an option). */
function readConfig(file: string): Outcome<Omit<Adapter, "changes">> {
  let json: unknown;
  try {
    json = JSON.parse(file);
  } catch (thrown) {
    const { message } = faultFrom("corrupt", thrown);
    return failure("corrupt", `${CONFIG} is not JSON: ${message}`, HINT);
  }
  const config = v.safeParse(schema, json);
  if (!config.success) return failure("corrupt", `${CONFIG} is not the configuration of an adapter.`, HINT);
  const { peft_type: type, base_model_name_or_path: parentName, revision } = config.output;
  if (type !== "LORA")
    return failure("unsupported", `This adapter is of the type ${type}; only LORA is read here.`, PLAIN);
  const option = unknownOption(config.output);
  if (option !== undefined)
    return failure(
      "unsupported",
      `This adapter has ${option[0]} = ${JSON.stringify(option[1])}, which is not read here.`,
      PLAIN,
    );
  const size = v.safeParse(numbers, json);
  if (!size.success)
    return failure("corrupt", `${CONFIG} has no r, a whole number, and lora_alpha, a number.`, HINT);
  const { r: rank, lora_alpha: alpha } = size.output;
  return success({ parentName, revision, rank, scale: alpha / rank });
}

/** The names that PEFT gives the two matrices of a module. */
const MATRIX = /^base_model\.model\.(.+)\.lora_([AB])\.weight$/;

/** The matrices in pairs. Faults: corrupt (one without the other, another rank, none), unsupported (another tensor). */
function readChanges(file: Uint8Array, rank: number): Outcome<Adapter["changes"]> {
  let tensors: ReadonlyMap<string, StoredTensor>;
  try {
    tensors = readSafetensors(file);
  } catch (thrown) {
    const { message } = faultFrom("corrupt", thrown);
    return failure("corrupt", `${WEIGHTS} cannot be read: ${message}`, HINT);
  }
  const modules = new Set<string>();
  for (const each of tensors.keys()) {
    const [, module] = MATRIX.exec(each) ?? [];
    if (module === undefined)
      return failure("unsupported", `${WEIGHTS} has ${each}, which is no matrix of a linear map.`, PLAIN);
    modules.add(module);
  }
  if (modules.size === 0) return failure("corrupt", `${WEIGHTS} has no matrices.`, HINT);
  const changes = new Map<string, LowRank>();
  for (const module of modules) {
    const [a, b] = ["A", "B"].map((letter) =>
      tensors.get(`base_model.model.${module}.lora_${letter}.weight`),
    );
    if (a === undefined || b === undefined)
      return failure("corrupt", `${WEIGHTS} has only one of the two matrices of ${module}.`, HINT);
    const [[rows, into = 0], [out = 0, columns]] = [a.shape, b.shape];
    if (a.shape.length !== 2 || b.shape.length !== 2 || rows !== rank || columns !== rank)
      return failure(
        "corrupt",
        `The matrices of ${module} are ${a.shape.join(" × ")} and ${b.shape.join(" × ")}; with r = ${rank} they must be ${rank} × in and out × ${rank}.`,
        HINT,
      );
    changes.set(`${module}.weight`, { out, into, rank, a: floatsOf(a), b: floatsOf(b) });
  }
  return success(changes);
}

/** Reads the one adapter among files. Faults: notFound (a file), badInput (several adapters), and those of its two files. */
export async function readAdapter(files: readonly LocalFile[]): Promise<Outcome<Adapter>> {
  const [place, second] = files.filter(({ path }) => path.split("/").at(-1) === CONFIG);
  if (place === undefined) return failure("notFound", `There is no ${CONFIG}.`, HINT);
  if (second !== undefined)
    return failure(
      "badInput",
      `There are several adapters: ${place.path} and ${second.path}.`,
      "Choose the folder of one.",
    );
  const beside = place.path.slice(0, -CONFIG.length) + WEIGHTS;
  const weights = files.find(({ path }) => path === beside);
  if (weights === undefined) return failure("notFound", `There is no ${WEIGHTS} beside ${CONFIG}.`, HINT);
  try {
    const config = readConfig(await place.file.text());
    if (!config.ok) return config;
    const changes = readChanges(new Uint8Array(await weights.file.arrayBuffer()), config.value.rank);
    return changes.ok ? success({ ...config.value, changes: changes.value }) : changes;
  } catch (thrown) {
    return {
      ok: false,
      fault: faultFrom("badInput", thrown, "Choose the folder again; its files may have changed or moved."),
    };
  }
}
