/**
 * The structure of a lesson: pages of prose that point at the screen, can operate it and notice what the reader has done. A
 * lesson is data; everything it asks of the screen is something that a person could do there.
 */
import type { Divergence } from "../evidence/replay.ts";
import type { ExhibitChange } from "./exhibit-state.ts";
import type { RunName } from "./exhibits/run-list.ts";
import type { Part } from "./prose.ts";
import type { GateName, Snapshot } from "./snapshot.ts";
import type { ViewName } from "./views.ts";

/** A figure within a page. All compute what they show; made-up input is labelled as such. */
export type ExhibitName =
  | "pair"
  | "pairSupport"
  | "pairUpdate"
  | "fit"
  | "advantage"
  | "siblings"
  | "gate"
  | "margin"
  | "views"
  | "edges"
  | "record"
  | "miniature"
  | "miniatureLoss"
  | "miniatureNoise"
  | "shrinking"
  | "acuity"
  | "acuityCrop"
  | "runAccuracy"
  | "runWatched"
  | "runForgotten"
  | "runsBeside"
  | "fourRuns"
  | "fourDivergences";

/** Text is prose as parsed by `src/lesson/prose.ts`. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "formula"; readonly formula: string; readonly words: string }
  | { readonly kind: "exhibit"; readonly exhibit: ExhibitName }
  /** A figure from the reader's own run; null while there is none. Its text comes from a model and is never markup. */
  | {
      readonly kind: "live";
      readonly label: string;
      readonly read: (snapshot: Snapshot) => string | null;
    };

/**
 * Something that a page can do for the reader, who can also do it by hand. What needs a model has a recorded replacement,
 * unless it says that it works with one only.
 */
export type Action =
  /** Opens a scene of the gallery, unanswered. */
  | { readonly kind: "openScene"; readonly scene: string }
  /** Lets the student answer, or shows the lesson's recorded answer. */
  | { readonly kind: "answer" }
  /** Shows the group of answers to the question: the session's, or the recorded one. */
  | { readonly kind: "showGroup" }
  | { readonly kind: "selectLargest" }
  /** Colours the tokens; if the view has not scored the answer, it does so, or a recorded answer that has is shown. */
  | { readonly kind: "signal"; readonly signal: string; readonly view?: ViewName }
  /** Opens a gate over a group of answers and changes its settings; weights are computed on the page, with or without a model. */
  | {
      readonly kind: "gate";
      readonly gate: GateName;
      readonly settings?: Readonly<Record<string, number | string>>;
    }
  /** Writes V-Zero's weight as a formula, where there is none yet, and opens the gate by formula over a group of answers. */
  | { readonly kind: "ownGate" }
  /** The same, with other words in the place of some of the formula's. */
  | { readonly kind: "rewrite"; readonly from: string; readonly to: string }
  /** Sets up a training run with the formula as its gate and one with V-Zero's after it, and opens the page for training. */
  | { readonly kind: "trainOwn"; readonly steps: number }
  /** Sets a training run up as a recorded one was made, and opens the page for training. */
  | { readonly kind: "train"; readonly run: RunName }
  /** Goes to the answer of the group with the largest weight under the open gate. */
  | { readonly kind: "selectHeaviest"; readonly gate: GateName }
  /** With a model only: computes another divergence. */
  | { readonly kind: "divergence"; readonly change: Partial<Divergence> }
  /** With a model only: computes the selected token's numbers again, in float64. */
  | { readonly kind: "check" }
  /** With a model only: lets the student continue from the teacher's most likely token. */
  | { readonly kind: "branch" }
  | { readonly kind: "tune"; readonly change: ExhibitChange };

/** Asked before the reveal. Where the answer depends on the run it is read from it, and null until then. */
export interface Prediction {
  readonly ask: string;
  readonly options: readonly string[];
  readonly right: number | ((snapshot: Snapshot) => number | null);
  /** Shown once the reader has chosen and, where the page has a task, done it. */
  readonly reveal: readonly Block[];
}

/** What the reader is asked to do. `done` only inspects the screen, so it does not matter who did it. */
export interface Task {
  readonly ask: string;
  readonly key: string;
  readonly action: Action;
  readonly done: (snapshot: Snapshot) => boolean;
}

/** What can be tried with a model; no page waits for it. */
export interface Trial {
  readonly ask: string;
  readonly key: string;
  readonly action: Action;
}

/** A claim of a paper, with its figure. */
export interface Claim {
  readonly says: string;
  readonly figure: string;
  readonly paper: string;
  readonly arxiv: string;
  readonly place: string;
  /** What a careful reader should know before repeating it. */
  readonly caution: string;
}

export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly prediction?: Prediction;
  readonly task?: Task;
  readonly trial?: Trial;
  readonly claim?: Claim;
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** One sentence for the list of lessons. */
  readonly about: string;
  /** The scene of the lesson; the reader may use any other. Null for a lesson that needs none. */
  readonly scene: string | null;
  /** What opening it shows: the recorded answers of its scene, or the scene without an answer. */
  readonly begins: "recorded" | "unanswered";
  /** The settings of its exhibits when it is opened. */
  readonly exhibits: ExhibitChange;
  readonly pages: readonly Page[];
}

export function text(words: string): Block {
  return { kind: "text", text: words };
}

export function list(...items: readonly string[]): Block {
  return { kind: "list", items };
}

export function formula(written: string, words: string): Block {
  return { kind: "formula", formula: written, words };
}

export function exhibit(name: ExhibitName): Block {
  return { kind: "exhibit", exhibit: name };
}

export function live(label: string, read: (snapshot: Snapshot) => string | null): Block {
  return { kind: "live", label, read };
}

/** Parts of the screen that a page points at, in the order of its prose. */
export function partsOf(page: Page, pointers: (text: string) => readonly Part[]): readonly Part[] {
  const texts = page.blocks.flatMap((block) => {
    if (block.kind === "list") return block.items;
    return block.kind === "text" ? [block.text] : [];
  });
  return [...new Set([...texts, page.task?.ask ?? "", page.trial?.ask ?? ""].flatMap(pointers))];
}
