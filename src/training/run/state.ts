/** Everything about a run that changes from step to step, and its file. */

import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { readSafetensors, storedFloats, writeSafetensors } from "../../graph/safetensors.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import type { Moments } from "../../math/optimization/adamw.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { createTrained, type Trained } from "../optimizer/trained.ts";
import type { DeviceArrays } from "../packed/device-arrays.ts";
import type { Parameters } from "../packed/rows.ts";

export interface RunState {
  /** Steps that were made. */
  step: number;
  readonly trained: Trained;
  readonly moments: ReadonlyMap<string, Moments>;
  /** The moving average of the parameters that are trained; null where no teacher needs it. */
  readonly average: ReadonlyMap<string, Float32Array> | null;
}

/** The state before the first step. */
export function startState(
  model: Pick<TrainableModel, "config" | "parameters">,
  { recipe, seed }: RunSettings,
): RunState {
  const trained = createTrained(recipe.trained, model.config, model.parameters, seed);
  const zeros = (like: Float32Array): Moments => ({
    first: new Float32Array(like.length),
    second: new Float32Array(like.length),
  });
  const averaged = recipe.teacher?.weights.kind === "average";
  return {
    step: 0,
    trained,
    moments: new Map([...trained.tensors].map(([name, values]) => [name, zeros(values)])),
    average: averaged
      ? new Map(
          trained.parameters.map((name) => [name, (model.parameters.get(name) as Float32Array).slice()]),
        )
      : null,
  };
}

/** All tensors of a state by the names that they have in its file. */
function tensorsOf({ trained, moments, average }: RunState): ReadonlyMap<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, values] of trained.tensors) tensors.set(`trained.${name}`, values);
  for (const [name, { first, second }] of moments) {
    tensors.set(`first.${name}`, first);
    tensors.set(`second.${name}`, second);
  }
  for (const [name, values] of average ?? []) tensors.set(`average.${name}`, values);
  return tensors;
}

/** Brings what moved on the GPU into the arrays of the state. Faults: deviceLost, bug. */
export async function fetchState(arrays: DeviceArrays | null, state: RunState): Promise<Outcome<null>> {
  return arrays === null ? success(null) : arrays.fetch(tensorsOf(state).values());
}

const STEP = "step";

/** The state as a safetensors file, float32; the number of steps is a tensor of its own. */
export function checkpointOf(state: RunState): Uint8Array<ArrayBuffer> {
  const stored = ([name, values]: readonly [string, Float32Array]) =>
    [name, storedFloats([values.length], values)] as const;
  const step = [STEP, Float32Array.of(state.step)] as const;
  return writeSafetensors(new Map([...tensorsOf(state), step].map(stored)));
}

/** Puts a checkpoint into a state of the same settings. Faults: corrupt, where it does not belong to them. */
export function restore(state: RunState, file: Uint8Array): Outcome<null> {
  const hint = "Begin a new run in another folder.";
  try {
    const stored = readSafetensors(file);
    const floats = (name: string): Float32Array =>
      new Float32Array(stored.get(name)?.bytes.slice().buffer ?? new ArrayBuffer());
    const wanted = tensorsOf(state);
    for (const [name, values] of wanted) {
      const found = floats(name);
      if (found.length !== values.length)
        return failure("corrupt", `The checkpoint's ${name} is not that of this recipe and model.`, hint);
      values.set(found);
    }
    state.step = floats(STEP)[0] ?? 0;
    return success(null);
  } catch (thrown) {
    return { ok: false, fault: faultFrom("corrupt", thrown, hint) };
  }
}

/** The parameters of the averaged teacher. */
export function averagedParameters(model: TrainableModel, { average }: RunState): Parameters {
  return new Map([...model.parameters, ...(average ?? [])]);
}
