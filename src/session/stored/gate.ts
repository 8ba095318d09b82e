/** What gates said, as a session's file holds it. */
import * as v from "valibot";
import type { Step, Weights } from "../../gate/gate.ts";
import type { GateChoice, GateReading } from "../../gate/reading.ts";
import { nullableNumbers, numbers, numeral } from "./numbers.ts";
import { finite } from "./words.ts";

const naming = { symbol: v.string(), name: v.string(), equation: v.string() };

const step = v.variant("of", [
  v.object({ ...naming, of: v.literal("group"), value: v.nullable(numeral) }),
  v.object({ ...naming, of: v.literal("answers"), values: nullableNumbers }),
  v.object({ ...naming, of: v.literal("tokens"), values: v.array(numbers) }),
]) satisfies v.GenericSchema<unknown, Step>;

export const weights = v.object({
  perAnswer: numbers,
  perToken: v.array(numbers),
  trail: v.array(step),
  remarks: v.array(v.string()),
}) satisfies v.GenericSchema<unknown, Weights>;

const said = {
  weights,
  numbers: v.picklist(["wgsl", "cpu"]),
  deviation: v.nullable(numeral),
};

const vZeroSettings = v.object({
  alpha: finite,
  gamma: finite,
  least: finite,
  most: finite,
  /** Sessions from before there was a choice followed the paper. */
  mean: v.optional(v.picklist(["sequence", "token"]), "sequence"),
});
const vaOpdSettings = v.object({ tau: finite, lambda: finite, fraction: finite });
const uniOpdSettings = v.object({
  delta: finite,
  margin: v.picklist(["mean", "extreme"]),
  remedy: v.picklist(["shift", "mask"]),
  direction: v.picklist(["correctUp", "incorrectDown", "both"]),
});

export const gateChoice = v.variant("gate", [
  v.object({ gate: v.literal("v-zero"), settings: vZeroSettings }),
  v.object({ gate: v.literal("va-opd"), settings: vaOpdSettings }),
  v.object({ gate: v.literal("uni-opd"), settings: uniOpdSettings }),
]) satisfies v.GenericSchema<unknown, GateChoice>;

export const gateReading = v.variant("gate", [
  v.object({ gate: v.literal("v-zero"), settings: vZeroSettings, ...said }),
  v.object({ gate: v.literal("va-opd"), settings: vaOpdSettings, ...said }),
  v.object({ gate: v.literal("uni-opd"), settings: uniOpdSettings, ...said }),
]) satisfies v.GenericSchema<unknown, GateReading>;
