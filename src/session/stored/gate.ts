/** Results of gates, as a session's file stores them. */
import * as v from "valibot";
import { gateOf, gates } from "../../gate/catalog.ts";
import type { AnyGate, DerivationStep, GateSettings, Weights } from "../../gate/gate.ts";
import type { GateResult } from "../../gate/group.ts";
import { nullableNumbers, numbers, numeral } from "./numbers.ts";
import { finite } from "./words.ts";

const naming = { symbol: v.string(), name: v.string(), equation: v.string() };

const step = v.variant("of", [
  v.object({ ...naming, of: v.literal("group"), value: v.nullable(numeral) }),
  v.object({ ...naming, of: v.literal("answers"), values: nullableNumbers }),
  v.object({ ...naming, of: v.literal("tokens"), values: v.array(numbers) }),
]) satisfies v.GenericSchema<unknown, DerivationStep>;

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

/** The settings of a gate, by name: missing ones take the gate's defaults, unknown ones stay. */
function settingsOf({ knobs, choices, start }: AnyGate) {
  const named = Object.entries(start).map(([name, value]) => {
    const options = choices[name]?.options.map((option) => String(option.value));
    if (options !== undefined) return [name, v.optional(v.picklist(options), String(value))] as const;
    if (knobs[name] === undefined) throw new Error(`the setting ${name} has neither a knob nor a choice`);
    return [name, v.optional(finite, Number(value))] as const;
  });
  return v.looseObject(Object.fromEntries(named));
}

/** The settings of every gate by its id; a missing gate takes its defaults, and an unknown one stays. */
export const gateSettings = v.objectWithRest(
  Object.fromEntries(gates.map((gate) => [gate.id, v.exactOptional(settingsOf(gate))])),
  v.record(v.string(), v.unknown()),
) satisfies v.GenericSchema<unknown, Readonly<Record<string, GateSettings>>>;

const unknownGate = v.pipe(
  v.string(),
  v.check((id) => gateOf(id) === undefined, "a gate whose settings are wrong"),
);

/** A gate's result; that of a gate unknown to this version stays with its weights. */
export const gateResult = v.variant("gate", [
  ...gates.map((gate) => v.looseObject({ gate: v.literal(gate.id), settings: settingsOf(gate), ...said })),
  v.looseObject({ gate: unknownGate, settings: v.record(v.string(), v.unknown()), ...said }),
]) satisfies v.GenericSchema<unknown, GateResult>;
