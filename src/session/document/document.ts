/**
 * A session as a document: what a person set up, asked and judged, and what was computed from it, never tensors. It opens
 * without a model, a GPU or a network, and outlives the code that wrote it: `open.ts` checks and migrates it, `write.ts`
 * makes its text. The screen works on the same value (`session.ts`).
 */
import type { ImageId, Size } from "../../base/ids.ts";
import type { GapSplit } from "../../evidence/gap.ts";
import type { Divergence, Replay } from "../../evidence/replay.ts";
import type { Rollout, Sampler } from "../../evidence/rollout.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import type { GateSettings } from "../../gate/gate.ts";
import type { GateResult } from "../../gate/group.ts";

/** The version that this code writes; `migrations.ts` leads here from all earlier ones. */
export const CURRENT_SCHEMA = 4;

/** An image, identified by its hash. Its bytes are found again through `origin`, or are in the document. */
export interface DocumentImage {
  /** SHA-256 of the file's bytes. */
  readonly id: ImageId;
  readonly name: string;
  readonly alt: string;
  /** Upright, in pixels. */
  readonly size: Size;
  readonly origin: { readonly kind: "gallery"; readonly item: string } | { readonly kind: "own" };
  /** The known right answer, where there is one. */
  readonly answer: string | null;
  readonly notes: readonly string[];
  /** The file itself as a data URL, where its owner chose to embed it. */
  readonly inline: string | null;
}

/** How answers are generated: the siblings of a group, each sampled, none longer than `maxTokens`. */
export interface Sampling extends Sampler {
  /** 1 to 32 siblings. */
  readonly group: number;
  readonly maxTokens: number;
}

/** A formula of the person's own (src/formula), under the name that its last line gives it. */
export interface OwnFormula {
  readonly name: string;
  readonly text: string;
}

/** Settings beside the plan. */
export interface Settings {
  readonly sampling: Sampling;
  /** The divergence of replays. */
  readonly divergence: Divergence;
  /** The settings of gates by their ids: a missing gate has its defaults (`gateChoices` of gate/catalog.ts). */
  readonly gates: Readonly<Record<string, GateSettings>>;
  /** Id of the signal that colours the tokens; an unknown one means the divergence. */
  readonly signal: string;
  /** Ids of the further signals that are plotted; none where left out. Unknown ones are not plotted. */
  readonly lines?: readonly string[];
  /** The person's own formulas, each under another name; none where left out. */
  readonly formulas?: readonly OwnFormula[];
}

/** One question about one image: the answers, their scores under other showings, and the gates' results. */
export interface Experiment {
  /** Unique in the document. */
  readonly id: string;
  /** A text of the person's own about it. */
  readonly note: string;
  /** Why answers of its group are not among its rollouts; left out where none is missing. */
  readonly leftOut?: string;
  /** The plan under which it was asked. */
  readonly plan: Plan;
  /** The siblings of a group, or a single answer. */
  readonly rollouts: readonly Rollout[];
  /** Whether each was right; null where that is unknown. */
  readonly verdicts: readonly (boolean | null)[];
  /** The teacher's own answer; null where it was not asked. */
  readonly teacherAnswer: Rollout | null;
  /** The replay of each rollout; null where it was not replayed. */
  readonly replays: readonly (Replay | null)[];
  readonly gates: readonly GateResult[];
  /** The gap of its question, split in three; left out where it was not asked for. */
  readonly gap?: GapSplit;
}

/** What a session holds, on the screen and in a file. */
export interface SessionContent {
  readonly title: string;
  readonly images: readonly DocumentImage[];
  /** In the order in which they were asked. */
  readonly experiments: readonly Experiment[];
  /** Id of the experiment on the screen; null where there is none. */
  readonly shown: string | null;
  /** The current settings, which may have changed since the shown experiment was asked; null before an image is open. */
  readonly plan: Plan | null;
  readonly settings: Settings;
}

export interface SessionDocument extends SessionContent {
  readonly format: "fovea-session";
  readonly schema: typeof CURRENT_SCHEMA;
}
