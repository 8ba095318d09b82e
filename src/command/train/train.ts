/** Trains a model by a recipe: `npm run fovea -- train`. */

import { readOverrides } from "../../app/address.ts";
import { failure, type Outcome } from "../../base/outcome.ts";
import { readFormula } from "../../formula/formula.ts";
import { lossRemark } from "../../formula/gradient/loss-remark.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import { type RecipeFormulas, withFormulas } from "../../lab/recipe/formulas.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type {
  EndRecord,
  EvaluationRecord,
  FirstStageRecord,
  RunRecord,
  RunSettings,
} from "../../lab/run/document.ts";
import { startTraining } from "../../training/client.ts";
import type { TrainingEvent } from "../../training/protocol/protocol.ts";
import { reportMegabytes, reportStep } from "../output.ts";

export interface TrainRequest {
  /** The manifest's address, relative to the page's. */
  readonly manifest: string;
  /** A recipe, or the id of one. */
  readonly recipe: string | Recipe;
  readonly formulas: RecipeFormulas;
  readonly settings: Omit<RunSettings, "recipe">;
  /** The document of the run that goes on, and the address of its checkpoint; null for a new run. */
  readonly earlier: { readonly document: string; readonly step: number; readonly checkpoint: string } | null;
  /** Whether checkpoints, the trained model and the image of the watched item are sent to the server. */
  readonly sends: boolean;
  /** Whether the server keeps features of drawn scenes below `features/`. */
  readonly keepsFeatures: boolean;
  /** The first evaluation of an earlier run of the same model on the same questions; null without one. */
  readonly measured: EvaluationRecord | null;
  /** What the model's first stage answered to them; null where it is to be asked. */
  readonly firstStage: FirstStageRecord | null;
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

async function handle(event: TrainingEvent, sends: boolean): Promise<void> {
  switch (event.kind) {
    case "begin":
      return window.beginRun?.(event.lines);
    case "record":
      return window.keepRecord?.(event.record);
    case "file":
      return sends ? send(event.path, event.file) : undefined;
    case "image":
      return sends ? send("watched.jpg", new Uint8Array(await event.image.blob.arrayBuffer())) : undefined;
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
  recipe: wanted,
  formulas,
  settings,
  earlier,
  sends,
  keepsFeatures,
  measured,
  firstStage,
}: TrainRequest): Promise<Outcome<EndRecord | null>> {
  const recipe = typeof wanted === "string" ? recipeOf(wanted) : wanted;
  if (recipe === undefined) return failure("badInput", `There is no recipe called ${wanted}.`);
  const checkpoint = earlier === null ? null : await bytesAt(earlier.checkpoint);
  const { modelBackend, threads } = readOverrides(location.search);
  stopped = false;
  return startTraining(
    {
      manifest: new URL(manifest, document.baseURI).href,
      base: new URL(".", document.baseURI).href,
      settings: { ...settings, recipe: withFormulas(recipe, formulas) },
      pictures: null,
      keep: null,
      earlier: earlier === null || checkpoint === null ? null : { ...earlier, kind: "given", checkpoint },
      backend: modelBackend,
      threads,
      sparing: false,
      features: keepsFeatures ? new URL("features/", document.baseURI).href : null,
      measured,
      firstStage,
    },
    (event) => handle(event, sends),
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
