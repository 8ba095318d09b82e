/** A training run as a document of JSON lines: a header with everything that it needs to be repeated, then what came of it. */

import * as v from "valibot";
import type { Weights } from "../../base/weights.ts";
import type { Interval } from "../../math/statistics/bootstrap.ts";
import type { Box } from "../../view/box.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { RunData } from "./data.ts";

/** Increases when a line means something else than before. */
export const RUN_VERSION = 1;

/** How long a run is, what it begins with and how it is measured. */
export interface RunSettings {
  readonly recipe: Recipe;
  readonly steps: number;
  readonly seed: number;
  /** Steps between two evaluations. */
  readonly every: number;
  /** Held-out questions of each dimension. */
  readonly perDimension: number;
  /** What it is trained on and measured with; drawn scenes where it is left out. */
  readonly data?: RunData;
  /** The split that it is measured on; "validation" where it is left out. */
  readonly split?: "test";
}

export interface RunHeader extends RunSettings {
  readonly kind: "header";
  readonly format: "fovea-run";
  readonly version: typeof RUN_VERSION;
  readonly model: { readonly title: string; readonly weights: Weights };
  readonly data: RunData;
  readonly dimensions: readonly string[];
  /** What computed the first part of the run, and the build. */
  readonly ran: Ran & { readonly build: string };
}

/** Where the decoder's graphs ran, and where the gradients of logits were computed. */
export interface Ran {
  readonly graphs: "wasm" | "webgpu";
  readonly logitGradients: "float64" | "wgsl";
}

/** What was done before the first step of this part of the run. */
export interface PreparedRecord {
  readonly kind: "prepared";
  /** Steps that were made before. */
  readonly step: number;
  /** Held-out questions. */
  readonly items: number;
  /** Seconds to open the models and to build their graphs, and to paint and read what is asked about the held-out questions. */
  readonly opening: number;
  readonly reading: number;
  /** What computes this part of the run; earlier versions left it out. */
  readonly ran?: Ran;
}

/**
 * The parts of a step that are timed: painting its images, encoding what is seen of them, drawing answers, scoring them as others
 * see them, the gradient of the logits, that of the weights, and the optimizer.
 */
export const STEP_PARTS = ["images", "encoding", "answers", "teacher", "loss", "gradient", "update"] as const;
export type StepPart = (typeof STEP_PARTS)[number];

export interface StepRecord {
  readonly kind: "step";
  readonly step: number;
  /** The mean over tokens or answers of the loss, in nats, before any gate weighs them. */
  readonly loss: number;
  /** Mean entropy of the student over the answers' tokens, in nats. */
  readonly entropy: number;
  /**
   * Mean Jensen–Shannon divergence between student and teacher over the answers' tokens, in nats, whatever the loss is; null
   * without a teacher. Left out by earlier versions.
   */
  readonly divergence?: number | null;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
  readonly answers: number;
  readonly tokens: number;
  /** Shares of the answers that are the right one word for word, and that have no stop token. */
  readonly right: number;
  readonly withoutEnd: number;
  /** The share of groups whose answers are all right or all wrong, where these give no gradient; null elsewhere. */
  readonly withoutSpread: number | null;
  /** The share of answers whose question got no label by consensus; left out where labels are not made so. */
  readonly withoutLabel?: number;
  readonly seconds: number;
  /** The seconds of its parts. Left out by earlier versions. */
  readonly parts?: Readonly<Partial<Record<StepPart, number>>>;
}

/** The answers to the held-out questions under one view. */
export interface ViewFigures {
  /** Whether each answer is the right one, token for token: a 1 or a 0 each, in the order of the questions. */
  readonly right: string;
  readonly accuracy: Interval;
  /** The share of answers with the evidence words. */
  readonly evidence: Interval;
  /** Tokens, stop token included. */
  readonly length: number;
  readonly withoutEnd: number;
  readonly mostFrequent: { readonly text: string; readonly share: number };
}

export const MEASURED_VIEWS = ["global", "matched", "regional"] as const;
export type MeasuredView = (typeof MEASURED_VIEWS)[number];

export interface EvaluationRecord {
  readonly kind: "evaluation";
  readonly step: number;
  readonly items: number;
  readonly views: Readonly<Record<MeasuredView, ViewFigures>>;
  /** Regional minus global accuracy, paired. */
  readonly gap: Interval;
  /**
   * Of the greedy answers from the full image, mean over answers of the mean over their tokens, in nats: the Jensen–Shannon
   * divergence between the model given the full image and the same weights given the evidence crop, and how much likelier the
   * full image makes each token than its degraded copy, or 0 (VA-OPD, arXiv 2605.21924, eq. 2, of the model itself). Left out by
   * earlier versions.
   */
  readonly divergence?: Interval;
  readonly advantage?: Interval;
  readonly seconds: number;
}

/** The answer to the watched item, from the full image, after a step. */
export interface WatchedRecord {
  readonly kind: "watched";
  readonly step: number;
  /** Its number among the held-out questions. */
  readonly item: number;
  readonly question: string;
  /** The right answer. */
  readonly answer: string;
  /** The evidence, in the unit square of the image. */
  readonly box: Box;
  readonly right: boolean;
  /**
   * Each token with its Jensen–Shannon divergence, in nats, from what the model before the first step says there from the evidence
   * crop, and that model's most likely token where it is another one.
   */
  readonly tokens: readonly {
    readonly text: string;
    readonly divergence: number;
    readonly instead: string | null;
  }[];
}

/**
 * What the model that the student was made of answers to the held-out questions from the full image; it is asked once, after the second
 * evaluation.
 */
export interface FirstStageRecord {
  readonly kind: "firstStage";
  /** Steps that were made before it was asked; its answers do not depend on them. */
  readonly step: number;
  readonly title: string;
  /** Null where it could not be asked, for this reason. */
  readonly answers: FirstStageAnswers | null;
  readonly reason?: string;
  /** Reading the model included. */
  readonly seconds: number;
}

export interface FirstStageAnswers {
  readonly weights: Weights;
  /** As in the figures of a view. */
  readonly right: string;
  readonly accuracy: Interval;
}

/** The regional accuracy fell below its starting interval in two evaluations running. */
export interface CollapseRecord {
  readonly kind: "collapse";
  readonly step: number;
  readonly reason: string;
}

export interface EndRecord {
  readonly kind: "end";
  readonly step: number;
  readonly reason: "finished" | "stopped";
}

export type RunRecord =
  | RunHeader
  | PreparedRecord
  | StepRecord
  | EvaluationRecord
  | WatchedRecord
  | FirstStageRecord
  | CollapseRecord
  | EndRecord;

const lineSchema = v.looseObject({ kind: v.string(), step: v.optional(v.number()) });
const headerSchema = v.looseObject({
  kind: v.literal("header"),
  format: v.literal("fovea-run"),
  version: v.number(),
});

export const lineOf = (record: RunRecord): string => `${JSON.stringify(record)}\n`;

/** What a run that goes on keeps of its document. */
export interface EarlierRun {
  readonly header: unknown;
  /** Lines up to a step, as they were written. */
  readonly lines: readonly string[];
  readonly evaluations: readonly EvaluationRecord[];
  /** Whether the first stage has answered. */
  readonly knowsFirstStage: boolean;
}

function parsed(line: string): v.InferOutput<typeof lineSchema> | null {
  try {
    const found = v.safeParse(lineSchema, JSON.parse(line));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}

/**
 * The lines of a document up to and including those of `step`; those after it, an end, and a last line that is cut are left
 * out. Null where it is no run's document, or one of a later version.
 */
export function runUntil(text: string, step: number): EarlierRun | null {
  const lines = text.split("\n").filter((line) => line !== "");
  const [header] = lines;
  const first = v.safeParse(headerSchema, header === undefined ? null : parsed(header));
  if (header === undefined || !first.success || first.output.version > RUN_VERSION) return null;
  const kept = lines.slice(1).filter((line) => {
    const found = parsed(line);
    return found !== null && found.kind !== "end" && (found.step ?? 0) <= step;
  });
  const records = kept.map((line) => JSON.parse(line));
  const evaluations = records.filter(({ kind }) => kind === "evaluation");
  const knowsFirstStage = records.some(({ kind, answers }) => kind === "firstStage" && answers !== null);
  return { header: first.output, lines: [header, ...kept], evaluations, knowsFirstStage };
}
