/** Trains a model by a recipe: `npm run fovea -- train`. */

import { failure, type Outcome } from "../../base/outcome.ts";
import { readFormula } from "../../formula/formula.ts";
import { lossRemark } from "../../formula/gradient/loss-remark.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import { type RecipeFormulas, withFormulas } from "../../lab/recipe/formulas.ts";
import type { EndRecord, RunRecord, RunSettings } from "../../lab/run/document.ts";
import { startTraining } from "../../training/client.ts";
import type { TrainingEvent } from "../../training/protocol/protocol.ts";
import { reportMegabytes, reportStep } from "../output.ts";

export interface TrainRequest {
  /** The manifest's address, relative to the page's. */
  readonly manifest: string;
  /** The id of a recipe. */
  readonly recipe: string;
  readonly formulas: RecipeFormulas;
  readonly settings: Omit<RunSettings, "recipe">;
  /** The document of the run that goes on, and the address of its checkpoint; null for a new run. */
  readonly earlier: { readonly document: string; readonly step: number; readonly checkpoint: string } | null;
}

declare global {
  interface Window {
    /** Provided by the command line: begins the document anew with these lines. */
    beginRun?(lines: string): Promise<void>;
    /** Provided by the command line: takes each record as it comes. */
    keepRecord?(record: RunRecord): Promise<void>;
  }
}

let stopped = false;

async function bytesAt(address: string): Promise<Uint8Array> {
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(`The server answered ${response.status} for the checkpoint.`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Sends a file of the run's folder to the server that the page came from, which keeps it. */
async function send(path: string, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const address = new URL(`run/${path}`, document.baseURI);
  const response = await fetch(address, { method: "PUT", body: new Blob([file]) });
  if (!response.ok) throw new Error(`${path} could not be written: ${await response.text()}`);
}

async function handle(event: TrainingEvent): Promise<void> {
  switch (event.kind) {
    case "begin":
      return window.beginRun?.(event.lines);
    case "record":
      return window.keepRecord?.(event.record);
    case "file":
      return send(event.path, event.file);
    case "image":
    case "kept":
      // For the page, which shows the run.
      return;
    case "progress":
      return event.bytes
        ? reportMegabytes(event.what, event.done, event.total)
        : reportStep(event.what, event.done, event.total);
    default:
      return event satisfies never;
  }
}

/** Faults: badInput without such a recipe, and those of the training worker. */
export async function train({
  manifest,
  recipe: id,
  formulas,
  settings,
  earlier,
}: TrainRequest): Promise<Outcome<EndRecord | null>> {
  const recipe = recipeOf(id);
  if (recipe === undefined) return failure("badInput", `There is no recipe called ${id}.`);
  const checkpoint = earlier === null ? null : await bytesAt(earlier.checkpoint);
  stopped = false;
  return startTraining(
    {
      manifest: new URL(manifest, document.baseURI).href,
      base: new URL(".", document.baseURI).href,
      settings: { ...settings, recipe: withFormulas(recipe, formulas) },
      pictures: null,
      keep: null,
      earlier: earlier === null || checkpoint === null ? null : { ...earlier, kind: "given", checkpoint },
    },
    handle,
    () => !stopped,
  );
}

/** Why a formula would teach nothing as a loss; null where it may, and where it cannot be read. */
export function lossRemarkOf(text: string): string | null {
  const found = readFormula(text);
  return found.ok ? lossRemark(found.value) : null;
}

/** Ends the run after its present step. */
export function stopTraining(): void {
  stopped = true;
}
