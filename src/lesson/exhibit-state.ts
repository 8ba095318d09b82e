/** The settings of the exhibits: small figures within a lesson, which compute what a page explains. */
import type { UniOpdSettings } from "../gate/uni-opd/uni-opd.ts";
import type { ShrinkingSettings } from "./exhibits/acuity.ts";
import type { PairSettings } from "./exhibits/pair.ts";
import type { RunsSettings } from "./exhibits/runs.ts";
import type { TrainingSettings } from "./miniature/training.ts";

export interface ExhibitState {
  readonly pair: PairSettings;
  /** How many of the words known from both sides are listed separately. */
  readonly record: { readonly k: number };
  /** How far a student that can only lean towards one word does so, 0 to 1. */
  readonly fit: { readonly commitment: number };
  readonly advantage: { readonly lambda: number };
  readonly gate: {
    readonly alpha: number;
    readonly gamma: number;
    /** How many of the four answers are in the group. */
    readonly answers: number;
    /** Whether the negative crop shows something different from the positive one. */
    readonly crops: "different" | "same";
  };
  /** The longest edge of full images, in pixels. */
  readonly edges: { readonly edge: number };
  readonly margin: UniOpdSettings;
  readonly miniature: TrainingSettings;
  readonly acuity: ShrinkingSettings;
  readonly runs: RunsSettings;
}

export type ExhibitChange = { readonly [Name in keyof ExhibitState]?: Partial<ExhibitState[Name]> };

export const INITIAL_EXHIBITS: ExhibitState = {
  pair: {
    teacher: "sure",
    divergence: "jsd",
    beta: 0.5,
    support: "full",
    k: 2,
    from: "student",
    rest: "tail",
  },
  record: { k: 5 },
  fit: { commitment: 0 },
  advantage: { lambda: 0.5 },
  gate: { alpha: 1, gamma: 1, answers: 4, crops: "different" },
  edges: { edge: 128 },
  margin: { delta: 0, margin: "mean", remedy: "shift", direction: "both" },
  miniature: {
    rule: "frozen",
    divergence: { kind: "jsd", beta: 0.5 },
    compared: { kind: "full" },
    updates: 65,
    seed: 1,
  },
  acuity: { scene: 0, steps: 0 },
  runs: { run: "frozen", step: 0 },
};

/** The exhibits after a change of some of their settings. */
export function tuned(exhibits: ExhibitState, change: ExhibitChange): ExhibitState {
  return {
    pair: { ...exhibits.pair, ...change.pair },
    record: { ...exhibits.record, ...change.record },
    fit: { ...exhibits.fit, ...change.fit },
    advantage: { ...exhibits.advantage, ...change.advantage },
    gate: { ...exhibits.gate, ...change.gate },
    edges: { ...exhibits.edges, ...change.edges },
    margin: { ...exhibits.margin, ...change.margin },
    miniature: { ...exhibits.miniature, ...change.miniature },
    acuity: { ...exhibits.acuity, ...change.acuity },
    runs: { ...exhibits.runs, ...change.runs },
  };
}
